package dev.heddle.fetch.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The status line and the header of a response (RFC 9112, section 4).
 *
 * @param minorVersion 0 or 1, of HTTP/1
 * @param status from 100 to 599
 * @param headers in the order they came
 * @param text all of it as it came, in Latin-1, with the empty line
 */
public record ResponseHead(int minorVersion, int status, List<Header> headers, String text) {
  public ResponseHead {
    headers = List.copyOf(headers);
  }

  /** The value of the first header of that name. */
  public Optional<String> first(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  /** The time that the first header of that name tells (RFC 9110, section 5.6.7), if it does. */
  public Optional<Instant> date(String name) {
    return first(name).flatMap(ResponseHead::parsed);
  }

  private static Optional<Instant> parsed(String date) {
    try {
      DateTimeFormatter format = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
      return Optional.of(ZonedDateTime.parse(date, format).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The values of all headers of that name. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        values.add(header.value());
      }
    }
    return values;
  }

  /** The members of a comma-separated list, of all headers of that name, in lower case. */
  List<String> tokens(String name) {
    List<String> tokens = new ArrayList<>(1);
    for (String value : all(name)) {
      for (String each : value.split(",", -1)) {
        String token = Ascii.lowerCase(each).strip();
        if (!token.isEmpty()) {
          tokens.add(token);
        }
      }
    }
    return tokens;
  }

  /** Whether the server says that the connection can take another request after this response. */
  boolean keepsAlive() {
    return minorVersion == 0
        ? tokens("Connection").contains("keep-alive")
        : !tokens("Connection").contains("close");
  }
}
