package dev.heddle.loadtest.show;

import com.google.errorprone.annotations.FormatMethod;
import dev.heddle.loadtest.Measure;
import dev.heddle.loadtest.Spread;
import java.util.Locale;
import java.util.Optional;

/** Figures as people read them, the same in every locale. */
final class Figures {
  static final String NONE = "-";

  private Figures() {}

  /** The heading of a column, with its unit. */
  static String heading(Measure measure) {
    return switch (measure) {
      case RATE -> "rate/s";
      case P50 -> "p50 ms";
      case P90 -> "p90 ms";
      case P99 -> "p99 ms";
      case P999 -> "p99.9 ms";
      case CPU -> "CPU us/req";
      case MEMORY -> "KiB/conn";
      case THREADS -> "threads";
    };
  }

  /** In the unit of the heading. */
  static double scaled(Measure measure, double value) {
    return switch (measure) {
      case RATE, CPU, THREADS -> value;
      case P50, P90, P99, P999 -> value / 1e3;
      case MEMORY -> value / 1_024;
    };
  }

  static String median(Measure measure, Optional<Spread> spread) {
    return spread.map(each -> value(measure, each.median())).orElse(NONE);
  }

  /** In the unit of the heading, without it. */
  static String value(Measure measure, double value) {
    return measure == Measure.THREADS ? text("%,.0f", value) : number(scaled(measure, value));
  }

  /** Half of the range, by the median; nothing of a single round. */
  static String spread(Optional<Spread> spread) {
    return spread
        .filter(each -> each.count() > 1 && each.median() != 0)
        .map(each -> text("\u00b1%.0f %%", 100 * each.reach() / Math.abs(each.median())))
        .orElse("");
  }

  /** Such as {@code 0.84 ±0.03}. */
  static String ratio(Optional<Spread> spread) {
    return spread
        .map(each -> number(each.median()) + (each.count() > 1 ? reach(each) : ""))
        .orElse(NONE);
  }

  private static String reach(Spread spread) {
    return " \u00b1"
        + (spread.median() < 10 ? text("%.2f", spread.reach()) : number(spread.reach()));
  }

  /** Such as {@code 0.81 to 0.86}. */
  static String range(Spread spread) {
    return number(spread.low()) + " to " + number(spread.high());
  }

  /** Three digits, or all before the point. */
  static String number(double value) {
    double size = Math.abs(value);
    return text(size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
  }

  static String count(long count) {
    return text("%,d", count);
  }

  @FormatMethod
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
