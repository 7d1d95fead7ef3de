package dev.heddle.fetch.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the head of a response. Strict where a second reading is possible (RFC 9112, sections 2.2
 * and 5), because two readers that differ are how a response is smuggled: no bare CR, no folded
 * line, no space before the colon. A bare LF ends a line, as old servers have it.
 */
final class HeadParser {
  private HeadParser() {}

  /**
   * Reads one head, the final one or an interim one. Blocks until it is whole.
   *
   * @throws ProtocolException if it is not one, or is longer than the buffer of {@code input}
   * @throws TruncatedException if the connection ends before it does
   */
  static ResponseHead read(Input input) throws IOException {
    ByteBuffer bytes = input.take(awaitEnd(input));
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return parse(new String(copy, ISO_8859_1));
  }

  /** Waits for the empty line; returns how long the head is with it. */
  private static int awaitEnd(Input input) throws IOException {
    int lineStart = 0;
    int index = 0;
    while (true) {
      while (index == input.unread()) {
        if (input.isFull()) {
          throw new ProtocolException(
              "the response's header is longer than " + input.unread() + " bytes");
        }
        if (!input.fill()) {
          throw new TruncatedException(
              index == 0
                  ? "the connection was closed before any response"
                  : "the connection was closed within the response's header");
        }
      }
      if (input.peek(index) == '\n') {
        int length = index - lineStart;
        if (lineStart > 0 && (length == 0 || (length == 1 && input.peek(lineStart) == '\r'))) {
          return index + 1;
        }
        lineStart = index + 1;
      }
      index++;
    }
  }

  private static ResponseHead parse(String text) throws ProtocolException {
    int end = text.indexOf('\n');
    String statusLine = line(text, 0, end);
    List<Header> headers = new ArrayList<>();
    while (true) {
      int start = end + 1;
      end = text.indexOf('\n', start);
      String line = line(text, start, end);
      if (line.isEmpty()) {
        return new ResponseHead(minorVersion(statusLine), status(statusLine), headers, text);
      }
      headers.add(header(line));
    }
  }

  private static String line(String text, int start, int end) {
    boolean hasReturn = end > start && text.charAt(end - 1) == '\r';
    return text.substring(start, hasReturn ? end - 1 : end);
  }

  private static int minorVersion(String statusLine) throws ProtocolException {
    if (statusLine.startsWith("HTTP/1.1 ")) {
      return 1;
    }
    if (statusLine.startsWith("HTTP/1.0 ")) {
      return 0;
    }
    throw new ProtocolException("not HTTP/1: the response begins " + quoted(statusLine));
  }

  private static int status(String statusLine) throws ProtocolException {
    int start = "HTTP/1.1 ".length();
    int end = start + 3;
    boolean whole =
        statusLine.length() == end || (statusLine.length() > end && statusLine.charAt(end) == ' ');
    if (whole && Ascii.isNumber(statusLine.substring(start, end))) {
      int status = Integer.parseInt(statusLine.substring(start, end));
      if (status >= 100 && status <= 599) {
        return status;
      }
    }
    throw new ProtocolException("no status from 100 to 599 in " + quoted(statusLine));
  }

  private static Header header(String line) throws ProtocolException {
    int colon = line.indexOf(':');
    if (colon < 0
        || !Ascii.isToken(line.substring(0, colon))
        || line.indexOf('\r') >= 0
        || line.indexOf('\0') >= 0) {
      throw new ProtocolException("malformed header " + quoted(line));
    }
    return new Header(line.substring(0, colon), trimmed(line.substring(colon + 1)));
  }

  /** Without spaces and tabs around it, and nothing else that Java takes for white space. */
  private static String trimmed(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isSpace(value.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  private static boolean isSpace(char each) {
    return each == ' ' || each == '\t';
  }

  /** A piece of what came, as one harmless line. */
  private static String quoted(String line) {
    String start = line.length() > 60 ? line.substring(0, 60) + "..." : line;
    return "'" + start.replaceAll("[^ -~]", "?") + "'";
  }
}
