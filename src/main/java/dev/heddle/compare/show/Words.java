package dev.heddle.compare.show;

import dev.heddle.compare.Comparison;
import dev.heddle.compare.ConditionChange;
import dev.heddle.compare.GeometricMean;
import dev.heddle.compare.Row;
import dev.heddle.compare.Verdict;
import dev.heddle.compare.report.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is said of a comparison beside its figures, alike in every output for people. */
final class Words {
  static final List<String> COLUMNS =
      List.of("VERDICT", "RATIO", "95 % INTERVAL", "P", "BASE", "NEW", "UNIT", "BENCHMARK");

  private Words() {}

  /** The cells of a row, in the order of {@link #COLUMNS}. */
  static List<String> cells(Row row, Labels labels) {
    return List.of(
        row.verdict() == Verdict.TOO_FEW_SAMPLES ? "too few" : row.verdict().text(),
        Figures.ratio(row.ratio()),
        row.interval().map(Figures::interval).orElse(Figures.NONE),
        Figures.p(row.adjusted()),
        Figures.score(row.base().mean()),
        Figures.score(row.fresh().mean()),
        Labels.plain(row.base().unit().name()),
        labels.of(row) + (row.note().isEmpty() ? "" : " - " + row.note()));
  }

  /** Such as {@code 4 worse, 1 better, 0 too few samples, 15 same; threshold 5 %}. */
  static String counts(Comparison comparison) {
    return Arrays.stream(Verdict.values())
            .map(verdict -> comparison.count(verdict) + " " + verdict.text())
            .collect(Collectors.joining(", "))
        + "; threshold "
        + Figures.percent(comparison.rules().threshold());
  }

  /** The summary, a thing a line. */
  static List<String> summary(Comparison comparison, Labels labels) {
    List<String> lines = new ArrayList<>();
    lines.add(counts(comparison));
    if (!labels.common().isEmpty()) {
      lines.add("all with " + labels.common());
    }
    comparison.means().forEach(mean -> lines.add(mean(mean)));
    comparison
        .changes()
        .forEach(change -> lines.add("other conditions: " + change(change, comparison)));
    comparison.removed().forEach(key -> lines.add("only in base: " + labels.of(key)));
    comparison.added().forEach(key -> lines.add("only in new: " + labels.of(key)));
    if (!comparison.unjudged().isEmpty()) {
      lines.add(
          "not compared, as more may be better or worse: "
              + Labels.plain(String.join(", ", comparison.unjudged())));
    }
    return lines;
  }

  private static String mean(GeometricMean mean) {
    return "geometric mean of %d %s: %s (%s is better)"
        .formatted(
            mean.count(),
            mean.count() == 1 ? "ratio" : "ratios",
            Figures.ratio(mean.ratio()),
            mean.direction() == Direction.HIGHER_IS_BETTER ? "higher" : "lower");
  }

  private static String change(ConditionChange change, Comparison comparison) {
    String scope =
        change.benchmarks() == comparison.scores().size()
            ? ""
            : " (%d of %d)".formatted(change.benchmarks(), comparison.scores().size());
    return Labels.plain(change.name() + " " + change.base() + " -> " + change.fresh() + scope);
  }
}
