package dev.heddle.compare.show;

import dev.heddle.compare.Comparison;
import dev.heddle.compare.Row;
import java.util.ArrayList;
import java.util.List;

/** A comparison for a terminal: aligned columns, the name last, as it may be long. */
public final class TextReport {
  private TextReport() {}

  /** The whole of it, lines ended by newlines. */
  public static String of(Comparison comparison) {
    Labels labels = new Labels(comparison);
    StringBuilder text = new StringBuilder();
    text.append("base: ").append(Labels.plain(comparison.base())).append('\n');
    text.append("new:  ").append(Labels.plain(comparison.fresh())).append("\n\n");
    table(text, comparison.scores(), labels);
    if (!comparison.others().isEmpty()) {
      text.append("\nOther figures\n");
      table(text, comparison.others(), labels);
    }
    text.append('\n');
    Words.summary(comparison, labels).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static void table(StringBuilder text, List<Row> rows, Labels labels) {
    List<List<String>> lines = new ArrayList<>(List.of(Words.COLUMNS));
    rows.forEach(row -> lines.add(Words.cells(row, labels)));
    int last = Words.COLUMNS.size() - 1;
    for (List<String> line : lines) {
      for (int column = 0; column < last; column++) {
        int index = column;
        int width = lines.stream().mapToInt(each -> each.get(index).length()).max().orElse(0);
        text.append(padded(line.get(column), width, column)).append("  ");
      }
      text.append(line.get(last)).append('\n');
    }
  }

  /** Words to the left, figures to the right. */
  private static String padded(String cell, int width, int column) {
    String space = " ".repeat(width - cell.length());
    boolean isWord = column == 0 || column == 6;
    return isWord ? cell + space : space + cell;
  }
}
