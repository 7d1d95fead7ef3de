package dev.heddle.stats;

import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Takes latencies in nanoseconds from many threads at once; three digits of them are kept.
 *
 * <p>Striped, so that threads seldom meet: memory does not grow with the number of connections.
 */
public final class LatencyRecorder {
  /** What is longer counts as this: an hour. */
  static final long LONGEST = 3_600_000_000_000L;

  static final long SHORTEST = 64;
  static final int DIGITS = 3;

  private final Recorder[] stripes;
  private final Histogram[] recycled;

  public LatencyRecorder() {
    int count = 2 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors());
    stripes =
        Stream.generate(() -> new Recorder(SHORTEST, LONGEST, DIGITS))
            .limit(Math.min(count, 32))
            .toArray(Recorder[]::new);
    recycled = new Histogram[stripes.length];
  }

  /** Adds one; never blocks. {@code hint} spreads callers over the stripes. */
  public void record(int hint, long nanos) {
    stripes[hint & (stripes.length - 1)].recordValue(Math.clamp(nanos, 0, LONGEST));
  }

  /** What was added since this was called last. One thread at a time. */
  public Latencies drain() {
    Histogram sum = new Histogram(SHORTEST, LONGEST, DIGITS);
    for (int i = 0; i < stripes.length; i++) {
      recycled[i] = stripes[i].getIntervalHistogram(recycled[i]);
      sum.add(recycled[i]);
    }
    return new Latencies(sum);
  }
}
