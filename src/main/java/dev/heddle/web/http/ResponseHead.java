package dev.heddle.web.http;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Writes the heads of responses: the status and what every page is sent with. */
final class ResponseHead {
  /** Nothing is kept by anybody, taken for what it is not, or shown within another site. */
  private static final String ALWAYS =
      """
      Cache-Control: no-store\r
      X-Content-Type-Options: nosniff\r
      X-Frame-Options: DENY\r
      Referrer-Policy: no-referrer\r
      Cross-Origin-Resource-Policy: same-origin\r
      Cross-Origin-Opener-Policy: same-origin\r
      """;

  /** For what has no policy of its own. */
  private static final String NOTHING_RUNS =
      "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";

  static final String POLICY = "Content-Security-Policy";

  private ResponseHead() {}

  static String whole(Response.Whole response, boolean keepAlive) {
    StringBuilder head = begin(response.status(), response.type());
    head.append("Content-Length: ").append(response.content().length).append("\r\n");
    response
        .headers()
        .forEach(
            header ->
                head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
    if (response.headers().stream().noneMatch(header -> header.name().equals(POLICY))) {
      head.append(NOTHING_RUNS);
    }
    return end(head, keepAlive);
  }

  /** Without a length: the end of the connection is that of the content. */
  static String stream(Response.Stream response) {
    return end(begin(Status.OK, response.type()).append(NOTHING_RUNS), false);
  }

  private static StringBuilder begin(Status status, String type) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    return new StringBuilder(512)
        .append("HTTP/1.1 ")
        .append(status)
        .append("\r\nDate: ")
        .append(date)
        .append("\r\nContent-Type: ")
        .append(type)
        .append("\r\n")
        .append(ALWAYS);
  }

  /** Both are said: a client of HTTP/1.0 that asked to keep it learns only so that it may. */
  private static String end(StringBuilder head, boolean keepAlive) {
    return head.append("Connection: ")
        .append(keepAlive ? "keep-alive" : "close")
        .append("\r\n\r\n")
        .toString();
  }
}
