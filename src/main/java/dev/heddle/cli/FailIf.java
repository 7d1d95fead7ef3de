package dev.heddle.cli;

import dev.heddle.load.LoadReport;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition under which a load has failed, such as {@code p99>50ms}.
 *
 * @param text as it was written
 * @param metric such as {@code p99}, {@code max}, {@code rate} or {@code errors}
 * @param sign how it is compared
 * @param limit nanoseconds, or a count
 */
record FailIf(String text, String metric, Sign sign, double limit) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(p\\d{1,2}(?:\\.\\d{1,6})?|p100|max|mean)(<=|>=|<|>)(\\d+(?:\\.\\d+)?)(us|ms|s)"
              + "|(rate|errors)(<=|>=|<|>)(\\d+(?:\\.\\d+)?))");

  /** How a figure is compared to its limit. */
  enum Sign {
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String text;

    Sign(String text) {
      this.text = text;
    }

    static Sign of(String text) {
      for (Sign sign : values()) {
        if (sign.text.equals(text)) {
          return sign;
        }
      }
      throw new IllegalArgumentException(text);
    }
  }

  /**
   * @throws IllegalArgumentException naming what is allowed
   */
  static FailIf parse(String text) {
    Matcher matcher = FORM.matcher(text.replace(" ", "").toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--fail-if '%s' is no condition: write one such as 'p99>50ms', 'max>1s', 'rate<1000' or 'errors>0'"
              .formatted(text));
    }
    if (matcher.group(5) != null) {
      return new FailIf(
          text, matcher.group(5), Sign.of(matcher.group(6)), Double.parseDouble(matcher.group(7)));
    }
    double unit =
        switch (matcher.group(4)) {
          case "us" -> 1e3;
          case "ms" -> 1e6;
          default -> 1e9;
        };
    return new FailIf(
        text,
        matcher.group(1),
        Sign.of(matcher.group(2)),
        unit * Double.parseDouble(matcher.group(3)));
  }

  /** Whether it says how many errors are allowed. */
  boolean isOfErrors() {
    return metric.equals("errors");
  }

  /** Whether it holds. Without any latency, no latency is short enough. */
  boolean holds(LoadReport report) {
    boolean isLatency = !isOfErrors() && !metric.equals("rate");
    if (isLatency && report.latency().count() == 0) {
      return true;
    }
    double value = value(report);
    return switch (sign) {
      case LESS -> value < limit;
      case AT_MOST -> value <= limit;
      case MORE -> value > limit;
      case AT_LEAST -> value >= limit;
    };
  }

  private double value(LoadReport report) {
    return switch (metric) {
      case "rate" -> report.rate();
      case "errors" -> report.errorCount();
      case "max" -> report.latency().max();
      case "mean" -> report.latency().mean();
      default -> report.latency().percentile(Double.parseDouble(metric.substring(1)));
    };
  }
}
