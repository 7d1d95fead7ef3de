package dev.heddle.stats;

import java.util.stream.Stream;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * Takes latencies in nanoseconds from many threads at once and keeps them all, two digits of each.
 * Unlike a {@link LatencyRecorder} it is never emptied: whoever wants those of a time subtracts
 * what was before. Thread-safe.
 */
public final class LatencyTotal {
  private static final int DIGITS = 2;

  private final AtomicHistogram[] stripes;

  /**
   * @param contended whether many threads record at once; if so, they are spread
   */
  public LatencyTotal(boolean contended) {
    int count = 2 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors());
    stripes =
        Stream.generate(
                () ->
                    new AtomicHistogram(LatencyRecorder.SHORTEST, LatencyRecorder.LONGEST, DIGITS))
            .limit(contended ? Math.min(count, 32) : 1)
            .toArray(AtomicHistogram[]::new);
  }

  /** Adds one; never blocks, allocates nothing. {@code hint} spreads callers over the stripes. */
  public void record(int hint, long nanos) {
    stripes[hint & (stripes.length - 1)].recordValue(Math.clamp(nanos, 0, LatencyRecorder.LONGEST));
  }

  /** All since the start. */
  public Latencies snapshot() {
    Histogram sum = new Histogram(LatencyRecorder.SHORTEST, LatencyRecorder.LONGEST, DIGITS);
    for (AtomicHistogram stripe : stripes) {
      sum.add(stripe);
    }
    return new Latencies(sum);
  }
}
