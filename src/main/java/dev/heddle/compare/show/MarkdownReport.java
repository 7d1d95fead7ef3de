package dev.heddle.compare.show;

import dev.heddle.compare.Comparison;
import dev.heddle.compare.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A comparison to paste: a table in GitHub's Markdown, and a list of what there is to say. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /** The whole of it. */
  public static String of(Comparison comparison) {
    Labels labels = new Labels(comparison);
    StringBuilder text = new StringBuilder();
    text.append("Base: ").append(escaped(comparison.base())).append("; new: ");
    text.append(escaped(comparison.fresh())).append("\n\n");
    List<Row> all = new ArrayList<>(comparison.scores());
    all.addAll(comparison.others());
    text.append("| verdict | ratio | 95 % interval | p | base | new | unit | benchmark |\n");
    text.append("|---|--:|--:|--:|--:|--:|---|---|\n");
    for (Row row : all) {
      text.append(
          Words.cells(row, labels).stream()
              .map(MarkdownReport::escaped)
              .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    text.append('\n');
    Words.summary(comparison, labels)
        .forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
    return text.toString();
  }

  private static String escaped(String text) {
    return Labels.plain(text).replaceAll("([\\\\`*_{}\\[\\]<>|#~$&@])", "\\\\$1");
  }
}
