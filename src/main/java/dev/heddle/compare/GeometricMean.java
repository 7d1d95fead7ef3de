package dev.heddle.compare;

import dev.heddle.compare.report.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * The geometric mean of the ratios of scores that improve the same way.
 *
 * @param direction which way
 * @param ratio new to base
 * @param count of how many
 */
public record GeometricMean(Direction direction, double ratio, int count) {
  /** One for each direction that occurs. */
  static List<GeometricMean> of(List<Row> scores) {
    List<GeometricMean> means = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      double[] logarithms =
          scores.stream()
              .filter(row -> row.base().direction() == direction && row.ratio() > 0)
              .mapToDouble(row -> Math.log(row.ratio()))
              .toArray();
      if (logarithms.length > 0) {
        double sum = 0;
        for (double each : logarithms) {
          sum += each;
        }
        means.add(
            new GeometricMean(direction, Math.exp(sum / logarithms.length), logarithms.length));
      }
    }
    return means;
  }
}
