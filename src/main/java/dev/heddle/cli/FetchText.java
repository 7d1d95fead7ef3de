package dev.heddle.cli;

import dev.heddle.fetch.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Outcomes of a fetch as people read them. */
final class FetchText {
  /** Behind the first colon of a URL's authority, up to the last at. */
  private static final Pattern PASSWORD =
      Pattern.compile("^((?:[^/?#:]*:?//)?[^/?#:]*:)[^/?#]*(@)");

  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private FetchText() {}

  /** Such as {@code fetched} or {@code failed}. */
  static String result(Outcome outcome) {
    return outcome.result().name().toLowerCase(Locale.ROOT);
  }

  /** Its file, or else its URL; and what there is to say of it. */
  static String where(Outcome outcome) {
    String place = outcome.file().map(Object::toString).orElseGet(() -> entry(outcome));
    return plain(
        place
            + outcome.reason().map(reason -> ": " + reason).orElse("")
            + (outcome.tries() > 1 ? " (" + outcome.tries() + " tries)" : ""));
  }

  private static String entry(Outcome outcome) {
    long line = outcome.entry().line();
    String text = outcome.entry().text();
    String named = text.indexOf('@') < 0 ? text : PASSWORD.matcher(text).replaceFirst("$1***$2");
    String shown = named.length() > 200 ? named.substring(0, 200) + "..." : named;
    return line == 0 ? shown : "line " + line + ": " + shown;
  }

  /** On one line and without what a terminal acts upon (CWE-150). */
  private static String plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each < ' ' || each >= 0x7F) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
      }
    }
    return text;
  }

  /** Such as {@code 0.123 s}. */
  static String time(Duration time) {
    long millis = time.toMillis();
    long rest = millis % 1_000;
    return millis / 1_000 + (rest < 10 ? ".00" : rest < 100 ? ".0" : ".") + rest + " s";
  }

  /** Such as {@code 1.5 MiB}. */
  static String size(double bytes) {
    if (bytes < 1_024) {
      return Math.round(bytes) + " B";
    }
    double amount = bytes;
    int unit = -1;
    while (amount >= 1_023.95 && unit < UNITS.length - 1) {
      amount /= 1_024;
      unit++;
    }
    long tenths = Math.round(amount * 10);
    return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
  }
}
