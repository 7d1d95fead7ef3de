package dev.heddle.cli;

import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h} or a bare {@code 0}. */
final class DurationConverter implements ITypeConverter<Duration> {
  /** No limit may be longer, and in nanoseconds several of it can be added. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final Pattern FORM = Pattern.compile("(\\d+)(ms|s|m|h)");

  /** As it may be written. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  @Override
  public Duration convert(String value) {
    if (value.equals("0")) {
      return Duration.ZERO;
    }
    Matcher matcher = FORM.matcher(value);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not a duration: write a whole number and ms, s, m or h, as in 30s");
    }
    ChronoUnit unit =
        switch (matcher.group(2)) {
          case "ms" -> ChronoUnit.MILLIS;
          case "s" -> ChronoUnit.SECONDS;
          case "m" -> ChronoUnit.MINUTES;
          default -> ChronoUnit.HOURS;
        };
    // In longs: Duration divides and multiplies by BigDecimal, whose first use takes 40 ms.
    long most = LONGEST.toMillis() / unit.getDuration().toMillis();
    BigInteger amount = new BigInteger(matcher.group(1));
    if (amount.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new TypeConversionException(
          "'" + value + "' is too long: a duration is " + LONGEST.toHours() + "h at most");
    }
    return Duration.of(amount.longValue(), unit);
  }
}
