package dev.heddle.compare.show;

import dev.heddle.compare.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them, the same in every locale. */
final class Figures {
  static final String NONE = "-";

  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private Figures() {}

  /** Four digits, or all before the point. */
  static String score(double score) {
    double size = Math.abs(score);
    if (Double.isNaN(score)) {
      return NONE;
    }
    if (size != 0 && (size < 1e-3 || size >= 1e10)) {
      return String.format(Locale.ROOT, "%.3e", score);
    }
    return size >= 1_000
        ? String.format(Locale.ROOT, "%,.0f", score)
        : size == 0 ? "0" : new BigDecimal(score).round(FOUR_DIGITS).toPlainString();
  }

  static String ratio(double ratio) {
    if (Double.isNaN(ratio)) {
      return NONE;
    }
    return String.format(
        Locale.ROOT,
        ratio >= 1e4 || ratio < 1e-3
            ? "%.0e"
            : ratio >= 100 ? "%.0f" : ratio >= 10 ? "%.1f" : "%.3f",
        ratio);
  }

  static String interval(Interval interval) {
    return "[" + ratio(interval.low()) + ", " + ratio(interval.high()) + "]";
  }

  static String p(OptionalDouble p) {
    if (p.isEmpty()) {
      return NONE;
    }
    return p.getAsDouble() < 1e-4 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p.getAsDouble());
  }

  /** Such as {@code 5 %}. */
  static String percent(double share) {
    return new BigDecimal(share * 100).round(FOUR_DIGITS).stripTrailingZeros().toPlainString()
        + " %";
  }
}
