package dev.heddle.stats;

import java.io.PrintStream;
import org.HdrHistogram.Histogram;

/** Latencies as they were distributed; immutable. Values are nanoseconds. */
public final class Latencies {
  /** Without any. */
  public static final Latencies NONE =
      new Latencies(
          new Histogram(LatencyRecorder.SHORTEST, LatencyRecorder.LONGEST, LatencyRecorder.DIGITS));

  private static final int STEPS_PER_HALF = 5;

  private final Histogram histogram;

  Latencies(Histogram histogram) {
    this.histogram = histogram;
  }

  /** These and the others. */
  public Latencies plus(Latencies others) {
    Histogram sum = histogram.copy();
    sum.add(others.histogram);
    return new Latencies(sum);
  }

  /** These without those that were there before, by an {@code earlier} snapshot of the same. */
  public Latencies minus(Latencies earlier) {
    Histogram difference = histogram.copy();
    difference.subtract(earlier.histogram);
    return new Latencies(difference);
  }

  /** How many there are. */
  public long count() {
    return histogram.getTotalCount();
  }

  /** 0 without any. */
  public double mean() {
    return histogram.getMean();
  }

  /** 0 without any. */
  public long max() {
    return count() == 0 ? 0 : histogram.getMaxValue();
  }

  /** 0 without any. */
  public long min() {
    return histogram.getMinNonZeroValue() == Long.MAX_VALUE ? 0 : histogram.getMinNonZeroValue();
  }

  /** What {@code percent} of them do not exceed; 0 without any. */
  public long percentile(double percent) {
    return histogram.getValueAtPercentile(percent);
  }

  /** How many are from {@code from} to {@code to}, the latter excluded. */
  public long countBetween(long from, long to) {
    return histogram.getCountBetweenValues(from, Math.min(to - 1, LatencyRecorder.LONGEST));
  }

  /** Writes the percentiles in HdrHistogram's own format (.hgrm), in microseconds. */
  public void writeTo(PrintStream out) {
    histogram.outputPercentileDistribution(out, STEPS_PER_HALF, 1_000.0);
  }
}
