package dev.heddle.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each source address (for IPv6, each /64): so many a second, and a burst of
 * twice as many. The table is of fixed size; the address not seen for longest is forgotten first.
 * Confined to one thread.
 */
final class SourceRate {
  private static final int TABLE_SIZE = 8_192;
  private static final long NANOS_A_SECOND = 1_000_000_000;

  private final long nanosEach;
  private final long burstNanos;
  private final Map<Long, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Bucket> eldest) {
          return size() > TABLE_SIZE;
        }
      };

  /**
   * @param rate how many a second, from 1
   */
  SourceRate(int rate) {
    this.nanosEach = NANOS_A_SECOND / rate;
    this.burstNanos = 2L * rate * nanosEach;
  }

  /**
   * Whether a source may have one more at {@code now}, in nanoseconds.
   *
   * @param source its {@link #key}
   */
  boolean allows(long source, long now) {
    Bucket bucket = buckets.computeIfAbsent(source, key -> new Bucket(now - burstNanos));
    // Differences alone: the ticker's origin may be anywhere.
    long ahead = Math.max(bucket.emptyAt - now, -burstNanos) + nanosEach;
    if (ahead > 0) {
      return false;
    }
    bucket.emptyAt = now + ahead;
    return true;
  }

  /** What stands for an address, or for those of a /64. */
  static long key(InetAddress source) {
    ByteBuffer address = ByteBuffer.wrap(source.getAddress());
    return source instanceof Inet4Address ? key4(address.getInt()) : address.getLong();
  }

  /** Likewise of IPv4; for IPv6 it is the first eight bytes, the most significant first. */
  static long key4(int source) {
    return 0xFFFF_0000_0000L | Integer.toUnsignedLong(source);
  }

  private static final class Bucket {
    /** Up to when the tokens are spent; how far that is in the past is what is left of them. */
    private long emptyAt;

    Bucket(long emptyAt) {
      this.emptyAt = emptyAt;
    }
  }
}
