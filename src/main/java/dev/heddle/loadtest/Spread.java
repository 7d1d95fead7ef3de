package dev.heddle.loadtest;

import java.util.Collection;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Median;

/**
 * A figure over the rounds.
 *
 * @param count of the rounds
 */
public record Spread(double median, double low, double high, int count) {
  /** Empty of nothing. */
  static Optional<Spread> of(Collection<Double> values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    double[] all = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return Optional.of(
        new Spread(Median.withDefaults().evaluate(all), all[0], all[all.length - 1], all.length));
  }

  /** Half of what lies between lowest and highest. */
  public double reach() {
    return (high - low) / 2;
  }

  /** Whether every round was on the same side of {@code value}. */
  public boolean isBeside(double value) {
    return low > value || high < value;
  }
}
