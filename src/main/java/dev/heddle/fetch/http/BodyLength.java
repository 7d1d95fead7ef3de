package dev.heddle.fetch.http;

import java.util.List;

/** How the end of a response's body is known (RFC 9112, section 6.3). */
sealed interface BodyLength {
  /** So many bytes. */
  record Known(long bytes) implements BodyLength {}

  /** The body says so itself, by a chunk of no bytes. */
  record Chunked() implements BodyLength {}

  /** The server closes the connection: what is cut off can't be told from what is whole. */
  record UntilClose() implements BodyLength {}

  /**
   * As the head says it.
   *
   * @param head of a final response
   * @param toHead whether the request was a HEAD
   * @throws ProtocolException if the head contradicts itself
   */
  static BodyLength of(ResponseHead head, boolean toHead) throws ProtocolException {
    if (toHead || head.status() == 204 || head.status() == 304) {
      return new Known(0);
    }
    if (head.first("Transfer-Encoding").isPresent()) {
      return encoded(head);
    }
    List<String> lengths = head.all("Content-Length");
    if (lengths.isEmpty()) {
      return new UntilClose();
    }
    return new Known(agreed(lengths));
  }

  /** A length beside an encoding does not count, but see {@link Body#endsConnection}. */
  private static BodyLength encoded(ResponseHead head) throws ProtocolException {
    List<String> codings = head.tokens("Transfer-Encoding");
    if (head.minorVersion() == 0 || !codings.equals(List.of("chunked"))) {
      throw new ProtocolException(
          "the transfer encoding '%s' is not understood in HTTP/1.%d, only 'chunked' in HTTP/1.1"
              .formatted(
                  String.join(", ", codings).replaceAll("[^ -~]", "?"), head.minorVersion()));
    }
    return new Chunked();
  }

  /** The one length that all values give, some of which may be lists. */
  private static long agreed(List<String> values) throws ProtocolException {
    if (values.size() == 1 && isNumber(values.getFirst())) {
      return Long.parseLong(values.getFirst());
    }
    List<String> lengths =
        values.stream()
            .flatMap(value -> List.of(value.split(",", -1)).stream())
            .map(String::strip)
            .distinct()
            .toList();
    String length = lengths.getFirst();
    if (lengths.size() > 1 || !isNumber(length)) {
      throw new ProtocolException(
          "the content length '%s' is not one number of bytes"
              .formatted(String.join(", ", lengths).replaceAll("[^ -~]", "?")));
    }
    return Long.parseLong(length);
  }

  private static boolean isNumber(String text) {
    return text.length() <= 18 && Ascii.isNumber(text);
  }
}
