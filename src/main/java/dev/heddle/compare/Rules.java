package dev.heddle.compare;

import dev.heddle.compare.report.Direction;

/**
 * When a ratio is called what.
 *
 * <p>{@code better} and {@code worse}: the difference is not chance, and the ratio is beyond the
 * threshold. {@code same}: the ratio is within the threshold, and its interval rules out a change
 * of twice the threshold. Between the two lies a gap on purpose: no number of forks tells a change
 * just under the threshold from one just over. What is neither has too few samples.
 *
 * @param threshold the least change that matters, as a share, such as 0.05
 */
public record Rules(double threshold) {
  /** Of the intervals. */
  public static final double CONFIDENCE = 0.95;

  /** Differences with a corrected p-value below are not chance. */
  public static final double LEVEL = 0.05;

  public Rules {
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "the threshold is above 0 % and at most 100 %, not " + threshold * 100 + " %");
    }
  }

  /** The least change that matters, on the logarithmic scale. */
  double near() {
    return Math.log1p(threshold);
  }

  /** The change that {@code same} rules out, on the logarithmic scale. */
  double far() {
    return Math.log1p(2 * threshold);
  }

  Verdict verdict(Estimate estimate, double adjusted, Direction direction) {
    boolean isBeyond = estimate.distance() > near();
    if (isBeyond && adjusted < LEVEL) {
      return direction.gain(estimate.logRatio()) > 0 ? Verdict.BETTER : Verdict.WORSE;
    }
    Interval interval = estimate.interval(CONFIDENCE);
    boolean isNarrow = Math.log(interval.low()) > -far() && Math.log(interval.high()) < far();
    return !isBeyond && isNarrow ? Verdict.SAME : Verdict.TOO_FEW_SAMPLES;
  }
}
