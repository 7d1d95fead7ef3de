package dev.heddle.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the query of a URL as forms write it (URL Standard, application/x-www-form-urlencoded). */
final class Query {
  private static final Pattern AMPERSAND = Pattern.compile("&");

  private Query() {}

  /**
   * The first value of {@code name}, decoded. Bytes that are not UTF-8 become U+FFFD; a percent
   * sign without two digits stands for itself.
   */
  static Optional<String> value(String query, String name) {
    return AMPERSAND
        .splitAsStream(query)
        .map(pair -> pair.split("=", 2))
        .filter(pair -> decoded(pair[0]).equals(name))
        .map(pair -> pair.length == 2 ? decoded(pair[1]) : "")
        .findFirst();
  }

  private static String decoded(String text) {
    byte[] raw = text.getBytes(ISO_8859_1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return bytes.toString(UTF_8);
  }
}
