package dev.heddle.load;

import dev.heddle.tasks.Threading;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * What a load is to be.
 *
 * @param connections connections at once, or sockets over UDP
 * @param warmup how long it runs before it is measured
 * @param duration how long it is measured
 * @param rate requests a second in all (open loop); 0: each connection asks when it was answered
 *     (closed loop)
 * @param arrivals how the requests of an open loop are spread
 * @param pipeline requests that a connection sends at once
 * @param conversation requests after which a connection is ended and a new one made; 0: never
 * @param timeout the longest wait for a reply, and for a connection
 * @param threading the threads that the connections run on: one each, but that a pool drives all of
 *     a closed loop over TCP
 * @param sources addresses to connect from, in turn; none: as the system chooses
 * @param sameBody whether every HTTP body must be the first one's twin
 */
public record LoadPlan(
    Target target,
    int connections,
    Duration warmup,
    Duration duration,
    double rate,
    Arrivals arrivals,
    int pipeline,
    int conversation,
    Duration timeout,
    Threading threading,
    List<InetAddress> sources,
    boolean sameBody) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * @throws IllegalArgumentException naming the option, its value and what is allowed
   */
  public LoadPlan {
    sources = List.copyOf(sources);
    require("-c", connections, 1, 1_000_000);
    require("--pipeline", pipeline, 1, 1_000);
    require("--conversation", conversation, 0, 1_000_000_000);
    require("--warmup", warmup, Duration.ZERO, DAY);
    require("-d", duration, Duration.ofMillis(1), DAY);
    require("--timeout", timeout, Duration.ofMillis(1), HOUR);
    if (!(rate >= 0 && rate <= 1e9)) {
      throw new IllegalArgumentException(
          "-q %s is not allowed: it goes from above 0 to 1000000000 requests a second"
              .formatted(plain(rate)));
    }
    if (target.kind() == Target.Kind.UDP && conversation > 0) {
      throw new IllegalArgumentException(
          "--conversation is for tcp:// and http:// targets: UDP has no connections to end");
    }
    boolean loops = target.kind() == Target.Kind.TCP && rate == 0;
    if (threading instanceof Threading.Pool(int size) && size < connections && !loops) {
      throw new IllegalArgumentException(
          "--threads pool:%d drives %d connections at most, one a thread, but in a closed loop over TCP: lower -c %d, or make the pool larger"
              .formatted(size, size, connections));
    }
  }

  /** Whether requests come at times of their own, not when the one before was answered. */
  public boolean isOpen() {
    return rate > 0;
  }

  /** Whether a few threads drive all connections, each by a selector. */
  boolean hasLoops() {
    return threading instanceof Threading.Pool && target.kind() == Target.Kind.TCP && !isOpen();
  }

  /**
   * Whether a request may be written later than it was intended to start: where it waits for its
   * time, or for a new connection, which a server of HTTP may ask for with every response.
   */
  boolean differ() {
    return isOpen() || conversation > 0 || target.kind() == Target.Kind.HTTP;
  }

  /** A line for people. */
  @Override
  public String toString() {
    return target
        + (isOpen()
            ? ", open loop at " + plain(rate) + " requests/s (" + arrivals.label() + ")"
            : "")
        + (isOpen() ? "" : ", closed loop")
        + ", "
        + connections
        + (target.kind() == Target.Kind.UDP ? " sockets" : " connections")
        + (pipeline > 1 ? ", " + pipeline + " in flight on each" : "")
        + (conversation > 0 ? ", " + conversation + " requests each, then anew" : "")
        + ", "
        + threading
        + " threads";
  }

  /** A rate without a fraction where it has none. */
  public static String plain(double rate) {
    return rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate);
  }

  private static void require(String option, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          "%s %d is not allowed: it goes from %d to %d".formatted(option, value, from, to));
    }
  }

  private static void require(String option, Duration value, Duration from, Duration to) {
    if (value.compareTo(from) < 0 || value.compareTo(to) > 0) {
      throw new IllegalArgumentException(
          "%s %dms is not allowed: it goes from %dms to %dh"
              .formatted(option, value.toMillis(), from.toMillis(), to.toHours()));
    }
  }
}
