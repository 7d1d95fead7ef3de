package dev.heddle.fetch.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** The values of all headers of that name. */
  public Stream<String> all(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value);
  }

  /** The members of a comma-separated list, of all headers of that name, in lower case. */
  Stream<String> tokens(String name) {
    if (first(name).isEmpty()) {
      return Stream.empty();
    }
    return all(name)
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(Ascii::lowerCase)
        .map(String::strip)
        .filter(token -> !token.isEmpty());
  }

  /** Whether the server says that the connection can take another request after this response. */
  boolean keepsAlive() {
    return minorVersion == 0
        ? tokens("Connection").anyMatch("keep-alive"::equals)
        : tokens("Connection").noneMatch("close"::equals);
  }
}
