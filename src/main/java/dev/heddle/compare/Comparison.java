package dev.heddle.compare;

import dev.heddle.compare.report.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How two sets of measurements differ.
 *
 * @param base what the earlier set is called
 * @param fresh what the later set is called
 * @param rules what the verdicts follow
 * @param scores of benchmarks: worse, better, too few samples, same, each in the order of the
 *     report
 * @param others further figures, likewise
 * @param means of the ratios of scores
 * @param changes of conditions
 * @param removed what only the earlier set has
 * @param added what only the later set has
 * @param unjudged the names of figures that are not compared, as their direction is not known
 */
public record Comparison(
    String base,
    String fresh,
    Rules rules,
    List<Row> scores,
    List<Row> others,
    List<GeometricMean> means,
    List<ConditionChange> changes,
    List<Key> removed,
    List<Key> added,
    SortedSet<String> unjudged) {
  /** Compares and judges what is matched. */
  public static Comparison of(Matching matching, Rules rules) {
    List<Pair> pairs = matching.pairs();
    List<Row> scores =
        judged(pairs.stream().flatMap(pair -> Contrast.ofScores(pair).stream()).toList(), rules);
    List<Row> others =
        judged(pairs.stream().flatMap(pair -> Contrast.ofOthers(pair).stream()).toList(), rules);
    SortedSet<String> unjudged = new TreeSet<>();
    pairs.forEach(pair -> unjudged.addAll(pair.base().unjudged()));
    return new Comparison(
        matching.base(),
        matching.fresh(),
        rules,
        scores,
        others,
        GeometricMean.of(scores),
        ConditionChange.of(pairs),
        matching.removed(),
        matching.added(),
        unjudged);
  }

  /** How many scores have that verdict. */
  public long count(Verdict verdict) {
    return scores.stream().filter(row -> row.verdict() == verdict).count();
  }

  /** Whether any figure has become worse. */
  public boolean hasRegression() {
    return Stream.concat(scores.stream(), others.stream())
        .anyMatch(row -> row.verdict() == Verdict.WORSE);
  }

  /** Scores are corrected among themselves, and further figures too: neither drowns the other. */
  private static List<Row> judged(List<Contrast> contrasts, Rules rules) {
    double[] adjusted =
        PValues.adjusted(
            contrasts.stream()
                .flatMap(contrast -> contrast.estimate().stream())
                .map(Estimate::p)
                .toList());
    List<Row> rows = new ArrayList<>();
    int next = 0;
    for (Contrast contrast : contrasts) {
      Optional<Estimate> estimate = contrast.estimate();
      rows.add(
          estimate.isPresent()
              ? Row.judged(contrast, estimate.get(), adjusted[next++], rules)
              : Row.open(contrast, rules));
    }
    rows.sort(Comparator.comparing(Row::verdict));
    return rows;
  }
}
