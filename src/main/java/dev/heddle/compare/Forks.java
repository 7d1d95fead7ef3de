package dev.heddle.compare;

import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.TDistribution;

/** How many forks would do for a verdict. */
final class Forks {
  /** What to run where nothing is known of the spread; JMH's own default. */
  static final int DEFAULT = 5;

  /** More than that nobody runs. */
  static final int MOST = 1_000;

  /** The chance of a verdict with that many. */
  private static final double POWER = 0.8;

  private Forks() {}

  /**
   * The least number of forks a side that tells a ratio apart.
   *
   * @param variance of the logarithms of the samples, of both sides together
   * @param distance what is to be told apart, on the logarithmic scale
   * @param level of the test, two-sided
   * @return none if it is more than {@link #MOST}
   */
  static OptionalInt enough(double variance, double distance, double level) {
    if (!tells(MOST, variance, distance, level)) {
      return OptionalInt.empty();
    }
    int low = 2;
    int high = MOST;
    while (low < high) {
      int middle = (low + high) / 2;
      if (tells(middle, variance, distance, level)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return OptionalInt.of(low);
  }

  private static boolean tells(int forks, double variance, double distance, double level) {
    TDistribution t = TDistribution.of(2.0 * forks - 2);
    double reach =
        t.inverseSurvivalProbability(level / 2) + t.inverseSurvivalProbability(1 - POWER);
    return reach * Math.sqrt(variance / forks) <= distance;
  }
}
