package dev.heddle.compare;

import dev.heddle.compare.report.Direction;
import dev.heddle.compare.report.Key;
import dev.heddle.compare.report.Metric;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One figure, compared and judged.
 *
 * @param key of which benchmark
 * @param variants what parts the two, in a comparison within one report
 * @param base the earlier figure
 * @param fresh the later one, in the same unit
 * @param ratio of the geometric means of the samples, new to base; not a number if there is none
 * @param interval of the ratio
 * @param p as it came
 * @param adjusted the p-value, corrected for the others of the report
 * @param verdict what it comes to
 * @param forks how many a side would do, if these are too few
 * @param note what there is to say; empty if nothing
 */
public record Row(
    Key key,
    Optional<Variants> variants,
    Metric base,
    Metric fresh,
    double ratio,
    Optional<Interval> interval,
    OptionalDouble p,
    OptionalDouble adjusted,
    Verdict verdict,
    OptionalInt forks,
    String note) {
  /** Judged by what its p-value has become. */
  static Row judged(Contrast contrast, Estimate estimate, double adjusted, Rules rules) {
    Verdict verdict = rules.verdict(estimate, adjusted, contrast.base().direction());
    boolean isOpen = verdict == Verdict.TOO_FEW_SAMPLES;
    double correction = adjusted > 0 ? estimate.p() / adjusted : 1;
    OptionalInt forks = isOpen ? contrast.enough(rules, correction) : OptionalInt.empty();
    return new Row(
        contrast.pair().key(),
        contrast.pair().variants(),
        contrast.base(),
        contrast.fresh(),
        estimate.ratio(),
        Optional.of(estimate.interval(Rules.CONFIDENCE)),
        OptionalDouble.of(estimate.p()),
        OptionalDouble.of(adjusted),
        verdict,
        forks,
        isOpen ? advice(forks, noun(contrast)) : "");
  }

  /** Without an estimate. */
  static Row open(Contrast contrast, Rules rules) {
    if (isZero(contrast.base()) && isZero(contrast.fresh())) {
      return open(contrast, 1, Verdict.SAME, OptionalInt.empty(), "0 in both");
    }
    if (isLost(contrast)) {
      return open(contrast, 0, Verdict.WORSE, OptionalInt.empty(), "0 in new");
    }
    if (!contrast.base().hasRatio() || !contrast.fresh().hasRatio()) {
      String note = "0 or no number has no ratio";
      return open(contrast, Double.NaN, Verdict.TOO_FEW_SAMPLES, OptionalInt.empty(), note);
    }
    OptionalInt forks = contrast.enough(rules, 1);
    String note =
        contrast.variance().isPresent()
            ? advice(forks, noun(contrast))
            : "one %s shows no spread: run %d".formatted(noun(contrast), Forks.DEFAULT);
    return open(contrast, contrast.ratio(), Verdict.TOO_FEW_SAMPLES, forks, note);
  }

  private static Row open(
      Contrast contrast, double ratio, Verdict verdict, OptionalInt forks, String note) {
    return new Row(
        contrast.pair().key(),
        contrast.pair().variants(),
        contrast.base(),
        contrast.fresh(),
        ratio,
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        verdict,
        forks,
        note);
  }

  /** The ratio turned so that above 1 is better. */
  public double gain() {
    return Math.exp(base.direction().gain(Math.log(ratio)));
  }

  /** Whether a rate has become none at all, which no statistics have to tell. */
  private static boolean isLost(Contrast contrast) {
    Metric base = contrast.base();
    return base.direction() == Direction.HIGHER_IS_BETTER
        && base.samples().size() > 1
        && base.hasRatio()
        && isZero(contrast.fresh());
  }

  private static boolean isZero(Metric metric) {
    return metric.samples().size() > 1 && metric.samples().stream().allMatch(each -> each == 0);
  }

  private static String advice(OptionalInt forks, String noun) {
    return forks.isPresent()
        ? "%d %ss would do".formatted(forks.getAsInt(), noun)
        : "over %d %ss: make it scatter less".formatted(Forks.MOST, noun);
  }

  /** What a sample is of. */
  private static String noun(Contrast contrast) {
    return contrast.pair().key().mode().equals("load") ? "round" : "fork";
  }
}
