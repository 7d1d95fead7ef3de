package dev.heddle.compare;

import dev.heddle.compare.report.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.statistics.descriptive.Variance;

/**
 * One figure of a pair, before it is judged.
 *
 * @param pair whose
 * @param base the earlier figure
 * @param fresh the later one, in the same unit
 * @param estimate of their ratio, if there are samples for one
 */
record Contrast(Pair pair, Metric base, Metric fresh, Optional<Estimate> estimate) {
  /** Of the scores; nothing if their units have nothing in common. */
  static Optional<Contrast> ofScores(Pair pair) {
    return of(pair, pair.base().score(), pair.fresh().score());
  }

  /** Of the further figures that both have. */
  static List<Contrast> ofOthers(Pair pair) {
    List<Contrast> contrasts = new ArrayList<>();
    for (Metric metric : pair.base().others()) {
      pair.fresh()
          .other(metric.name())
          .flatMap(fresh -> of(pair, metric, fresh))
          .ifPresent(contrasts::add);
    }
    return contrasts;
  }

  private static Optional<Contrast> of(Pair pair, Metric base, Metric fresh) {
    if (!base.unit().takes(fresh.unit())) {
      return Optional.empty();
    }
    Metric converted = fresh.like(base);
    boolean isEnough =
        base.hasRatio()
            && converted.hasRatio()
            && Math.min(base.samples().size(), fresh.samples().size()) > 1;
    return Optional.of(
        new Contrast(
            pair,
            base,
            converted,
            isEnough ? Optional.of(Estimate.of(base, converted)) : Optional.empty()));
  }

  /** The fewest samples of a side. */
  int forks() {
    return Math.min(base.samples().size(), fresh.samples().size());
  }

  /**
   * The variances of the logarithms of both sides, added; one that is not known is as the other.
   */
  Optional<Double> variance() {
    List<Double> known = new ArrayList<>();
    for (Metric side : List.of(base, fresh)) {
      if (side.samples().size() > 1 && side.hasRatio()) {
        known.add(Variance.of(side.logarithms()).getAsDouble());
      }
    }
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(2 * known.stream().mapToDouble(each -> each).average().orElseThrow());
  }

  /** The ratio of the geometric means; not a number where there is none. */
  double ratio() {
    if (!base.hasRatio() || !fresh.hasRatio()) {
      return Double.NaN;
    }
    return Math.exp(mean(fresh.logarithms()) - mean(base.logarithms()));
  }

  /** How many forks a side would do, if {@code correction} times the level is what many cost. */
  OptionalInt enough(Rules rules, double correction) {
    if (variance().isEmpty()) {
      return OptionalInt.of(Forks.DEFAULT);
    }
    double distance = Math.abs(Math.log(ratio()));
    boolean isBeyond = distance > rules.near();
    OptionalInt enough =
        Forks.enough(
            variance().get(),
            isBeyond ? distance : rules.far() - distance,
            isBeyond ? Rules.LEVEL * correction : Rules.LEVEL);
    return enough.isPresent() ? OptionalInt.of(Math.max(enough.getAsInt(), forks() + 1)) : enough;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
