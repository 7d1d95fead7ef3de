package dev.heddle.compare;

import dev.heddle.compare.report.Metric;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.TTest;

/**
 * A ratio as two sets of samples tell it: that of their geometric means, by Welch's t test of their
 * logarithms, which does not take them to scatter alike.
 *
 * @param logRatio the logarithm of the ratio of new to base
 * @param error the standard error of that logarithm
 * @param degrees the degrees of freedom of Welch and Satterthwaite; infinite if nothing scatters
 * @param p how likely a difference like that is to come by chance
 */
record Estimate(double logRatio, double error, double degrees, double p) {
  /** What samples that are alike scatter by, from nothing but arithmetic. */
  private static final double ROUNDING = 1e-12;

  /** From two samples or more a side, all above 0. */
  static Estimate of(Metric base, Metric fresh) {
    double[] before = base.logarithms();
    double[] after = fresh.logarithms();
    double logRatio = Mean.of(after).getAsDouble() - Mean.of(before).getAsDouble();
    double error =
        Math.sqrt(
            Variance.of(before).getAsDouble() / before.length
                + Variance.of(after).getAsDouble() / after.length);
    if (error < ROUNDING) {
      boolean isSame = Math.abs(logRatio) < ROUNDING;
      return new Estimate(logRatio, 0, Double.POSITIVE_INFINITY, isSame ? 1 : 0);
    }
    TTest.Result welch =
        TTest.withDefaults().with(DataDispersion.HETEROSCEDASTIC).test(after, before);
    return new Estimate(logRatio, error, welch.getDegreesOfFreedom(), welch.getPValue());
  }

  double ratio() {
    return Math.exp(logRatio);
  }

  /** How far the ratio is from 1, on the logarithmic scale. */
  double distance() {
    return Math.abs(logRatio);
  }

  /** The confidence interval of the ratio. */
  Interval interval(double confidence) {
    double reach =
        error == 0
            ? 0
            : error * TDistribution.of(degrees).inverseSurvivalProbability((1 - confidence) / 2);
    return new Interval(Math.exp(logRatio - reach), Math.exp(logRatio + reach));
  }
}
