package dev.heddle.compare.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * A figure that was taken several times.
 *
 * @param name {@link #SCORE} for that of the benchmark itself
 * @param unit what the samples are counted in
 * @param direction which way it improves
 * @param samples one from each fork, in order; independent of each other
 */
public record Metric(String name, Unit unit, Direction direction, List<Double> samples) {
  /** The name of the figure that a benchmark is there for. */
  public static final String SCORE = "score";

  private static final double LEAST_ALLOCATION = 0.5;

  public Metric {
    samples = List.copyOf(samples);
    if (samples.stream().anyMatch(sample -> !Double.isFinite(sample))) {
      throw new IllegalArgumentException("samples are finite numbers, not " + samples);
    }
  }

  /** The arithmetic mean, as JMH reports it; not a number without samples. */
  public double mean() {
    return samples.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** Whether ratios to these samples have a meaning: all are above 0. */
  public boolean hasRatio() {
    return !samples.isEmpty() && samples.stream().allMatch(sample -> floored(sample) > 0);
  }

  /** The natural logarithms of the samples. */
  public double[] logarithms() {
    return samples.stream().mapToDouble(sample -> Math.log(floored(sample))).toArray();
  }

  /** The same, told in the unit of {@code other}, which takes it. */
  public Metric like(Metric other) {
    return new Metric(
        name,
        other.unit,
        direction,
        samples.stream().map(sample -> other.unit.convert(sample, unit)).toList());
  }

  /** With the samples of further forks. */
  Metric with(Metric further) {
    return new Metric(
        name,
        unit,
        direction,
        Stream.concat(samples.stream(), further.like(this).samples.stream()).toList());
  }

  /** Less than half a byte is nothing allocated: what is left of other threads over many calls. */
  private double floored(double sample) {
    return unit.name().equals("B/op") ? Math.max(sample, LEAST_ALLOCATION) : sample;
  }
}
