package dev.heddle.loadtest.show;

import dev.heddle.loadtest.Measure;
import dev.heddle.loadtest.Series;
import dev.heddle.loadtest.Spread;
import java.util.List;
import java.util.Optional;

/**
 * A chart, and the table that says the same.
 *
 * @param title what it shows
 * @param across what stands along the bottom, in words
 * @param up what stands along the side, with its unit
 * @param isLog whether the side is a logarithmic scale
 * @param labels the places along the bottom
 * @param lines one a series
 */
record Chart(
    String title, String across, String up, boolean isLog, List<String> labels, List<Line> lines) {
  /**
   * The figures of a series, one a label.
   *
   * @param name for people
   * @param kind which colour it has
   * @param isDashed whether it is of another JDK than the first
   */
  record Line(String name, String kind, boolean isDashed, List<Optional<Spread>> points) {
    static Line of(
        Words words, Series series, boolean isDashed, Measure unit, List<Optional<Spread>> points) {
      return new Line(
          words.series(series),
          series.kind(),
          isDashed,
          points.stream().map(point -> point.map(each -> scaled(unit, each))).toList());
    }

    boolean isEmpty() {
      return points.stream().allMatch(Optional::isEmpty);
    }

    private static Spread scaled(Measure unit, Spread spread) {
      return new Spread(
          Figures.scaled(unit, spread.median()),
          Figures.scaled(unit, spread.low()),
          Figures.scaled(unit, spread.high()),
          spread.count());
    }
  }

  boolean isEmpty() {
    return lines.stream().allMatch(Line::isEmpty);
  }
}
