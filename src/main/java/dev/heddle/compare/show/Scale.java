package dev.heddle.compare.show;

import dev.heddle.compare.Interval;
import dev.heddle.compare.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The axis of a plot: gains on a logarithmic scale, worse to the left, the same in the middle.
 *
 * @param reach the logarithm of the gain at the right end
 */
record Scale(double reach) {
  private static final double[] TICKS = {
    1.01, 1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 30, 100, 1_000, 10_000
  };
  private static final double LEAST_GAP = 0.3;

  /** Wide enough for every ratio and, as far as that leaves them room, for the intervals. */
  static Scale of(List<Row> rows, double threshold) {
    double ratios = reach(rows.stream().mapToDouble(Row::ratio));
    double intervals =
        reach(
            rows.stream()
                .flatMap(row -> row.interval().stream())
                .flatMapToDouble(each -> DoubleStream.of(each.low(), each.high())));
    double least = Math.max(Math.log1p(3 * threshold), 1.1 * ratios);
    return new Scale(Math.clamp(1.1 * intervals, least, 2.5 * least));
  }

  private static double reach(DoubleStream ratios) {
    return ratios
        .filter(ratio -> ratio > 0)
        .map(ratio -> Math.abs(Math.log(ratio)))
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  /** Where a gain stands, from 0 to 100; what is beyond an end stands there. */
  double at(double gain) {
    return Math.clamp(50 + 50 * Math.log(gain) / reach, 0, 100);
  }

  /** The same as an attribute takes it. */
  String percent(double gain) {
    return String.format(Locale.ROOT, "%.2f%%", at(gain));
  }

  boolean holds(double gain) {
    return Math.abs(Math.log(gain)) <= reach;
  }

  /** Gains to mark, right of the middle. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    double last = 0;
    for (double tick : TICKS) {
      double place = Math.log(tick) / reach;
      if (place - last >= LEAST_GAP && place <= 0.9) {
        ticks.add(tick);
        last = place;
      }
    }
    return ticks;
  }

  /** The interval turned so that higher is better. */
  static Interval gains(Row row, Interval interval) {
    return row.gain() == row.ratio()
        ? interval
        : new Interval(1 / interval.high(), 1 / interval.low());
  }
}
