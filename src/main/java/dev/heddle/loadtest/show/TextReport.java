package dev.heddle.loadtest.show;

import dev.heddle.loadtest.Cell;
import dev.heddle.loadtest.Measure;
import dev.heddle.loadtest.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The table for a terminal or a README. */
public final class TextReport {
  static final List<Measure> COLUMNS =
      List.of(
          Measure.RATE,
          Measure.P50,
          Measure.P99,
          Measure.P999,
          Measure.CPU,
          Measure.MEMORY,
          Measure.THREADS);

  private static final int NAME = 22;
  private static final int WIDTH = 12;

  private final Results results;
  private final Words words;
  private final List<String> lines = new ArrayList<>();

  private TextReport(Results results) {
    this.results = results;
    this.words = new Words(results);
  }

  /** The lines, of what has been measured. */
  public static List<String> lines(Results results) {
    return new TextReport(results).lines();
  }

  private List<String> lines() {
    lines.addAll(words.conditions());
    String block = "";
    for (Cell cell : results.plan().cells()) {
      if (results.measured(cell) == 0 && results.failures(cell).isEmpty()) {
        continue;
      }
      String heading = words.block(cell.loop(), cell.connections());
      if (!heading.equals(block)) {
        lines.add("");
        lines.add(heading);
        row("", Figures::heading);
        block = heading;
      }
      rows(cell);
    }
    paragraph(words.answers());
    paragraph(words.doubts());
    return lines;
  }

  private void rows(Cell cell) {
    row(words.series(cell.series()), each -> Figures.median(each, results.figure(cell, each)));
    if (results.measured(cell) > 1) {
      row("  spread", each -> Figures.spread(results.figure(cell, each)));
    }
    ratios("  by virtual", cell, results.plan().base(cell));
    ratios("  by JDK " + results.plan().jdks().getFirst().release(), cell, onFirstJdk(cell));
  }

  private Optional<Cell> onFirstJdk(Cell cell) {
    return results.plan().onFirstJdk(cell);
  }

  private void ratios(String name, Cell cell, Optional<Cell> base) {
    if (base.isPresent() && results.ratio(cell, base.get(), Measure.RATE).isPresent()) {
      row(name, each -> Figures.ratio(results.ratio(cell, base.get(), each)));
    }
  }

  private void row(String name, Function<Measure, String> value) {
    StringBuilder row = new StringBuilder(Figures.text("%-" + NAME + "s", name));
    COLUMNS.forEach(each -> row.append(Figures.text("%" + WIDTH + "s", value.apply(each))));
    lines.add(row.toString().stripTrailing());
  }

  private void paragraph(List<String> sentences) {
    if (!sentences.isEmpty()) {
      lines.add("");
      lines.addAll(sentences);
    }
  }
}
