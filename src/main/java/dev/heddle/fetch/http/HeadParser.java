package dev.heddle.fetch.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the head of a response. Strict where a second reading is possible (RFC 9112, sections 2.2
 * and 5), because two readers that differ are how a response is smuggled: no bare CR, no folded
 * line, no space before the colon. A bare LF ends a line, as old servers have it.
 */
final class HeadParser {
  private static final String PROTOCOL = "HTTP/";

  /** How long most heads are at most; others take a copy. */
  private static final int MOST_HEADS = 1_024;

  private HeadParser() {}

  /**
   * Reads one head, the final one or an interim one. Blocks until it is whole.
   *
   * @throws ProtocolException if it is not one, or is longer than the buffer of {@code input}
   * @throws TruncatedException if the connection ends before it does
   */
  static ResponseHead read(Input input) throws IOException {
    return parse(take(input));
  }

  /**
   * Waits for the empty line and takes all up to it. Here and below bytes of an array are looked
   * at, in one go: characters of a string and bytes of a buffer, looked at one by one, made this a
   * twentieth of the CPU of a run of small files.
   */
  private static byte[] take(Input input) throws IOException {
    byte[] head = new byte[MOST_HEADS];
    int lineStart = 0;
    int seen = 0;
    while (true) {
      int known = seen + input.peek(seen, head, seen);
      while (seen < known) {
        if (head[seen++] == '\n') {
          if (lineStart > 0 && isEmpty(head, lineStart, seen - 1)) {
            var unused = input.take(seen);
            return Arrays.copyOf(head, seen);
          }
          lineStart = seen;
        }
      }
      if (seen == head.length) {
        head = Arrays.copyOf(head, 2 * seen);
      } else {
        checkBegin(head, seen);
        awaitMore(input);
      }
    }
  }

  /** What is no HTTP is not waited for: it may never come to an empty line. */
  private static void checkBegin(byte[] head, int seen) throws ProtocolException {
    for (int i = 0; i < Math.min(seen, PROTOCOL.length()); i++) {
      if (head[i] != PROTOCOL.charAt(i)) {
        throw notHttp(text(head, 0, seen));
      }
    }
  }

  private static void awaitMore(Input input) throws IOException {
    if (input.isFull()) {
      throw new ProtocolException(
          "the response's header is longer than " + input.unread() + " bytes");
    }
    boolean isFirst = input.unread() == 0;
    if (!input.fill()) {
      throw new TruncatedException(
          isFirst
              ? "the connection was closed before any response"
              : "the connection was closed within the response's header");
    }
  }

  private static ResponseHead parse(byte[] head) throws ProtocolException {
    int lineEnd = newline(head, 0);
    String statusLine = text(head, 0, withoutReturn(head, 0, lineEnd));
    int minorVersion = minorVersion(statusLine);
    int status = status(statusLine);
    List<Header> headers = new ArrayList<>();
    while (true) {
      int start = lineEnd + 1;
      lineEnd = newline(head, start);
      if (isEmpty(head, start, lineEnd)) {
        return new ResponseHead(minorVersion, status, headers, text(head, 0, head.length));
      }
      headers.add(header(head, start, withoutReturn(head, start, lineEnd)));
    }
  }

  private static int newline(byte[] head, int from) {
    int index = from;
    while (head[index] != '\n') {
      index++;
    }
    return index;
  }

  private static boolean isEmpty(byte[] head, int start, int lineEnd) {
    return withoutReturn(head, start, lineEnd) == start;
  }

  private static int withoutReturn(byte[] head, int start, int lineEnd) {
    return lineEnd > start && head[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
  }

  private static String text(byte[] head, int start, int end) {
    return new String(head, start, end - start, ISO_8859_1);
  }

  private static int minorVersion(String statusLine) throws ProtocolException {
    if (statusLine.startsWith("HTTP/1.1 ")) {
      return 1;
    }
    if (statusLine.startsWith("HTTP/1.0 ")) {
      return 0;
    }
    throw notHttp(statusLine);
  }

  private static ProtocolException notHttp(String begin) {
    return new ProtocolException(
        "not HTTP/1: the response begins " + quoted(begin.stripTrailing()));
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

  private static Header header(byte[] head, int start, int end) throws ProtocolException {
    int colon = start;
    while (colon < end && Ascii.isTokenCharacter(head[colon])) {
      colon++;
    }
    boolean isWellFormed = colon > start && colon < end && head[colon] == ':';
    for (int i = colon; i < end; i++) {
      isWellFormed &= head[i] != '\r' && head[i] != '\0';
    }
    if (!isWellFormed) {
      throw new ProtocolException("malformed header " + quoted(text(head, start, end)));
    }
    return new Header(text(head, start, colon), trimmed(head, colon + 1, end));
  }

  /** Without spaces and tabs around it, and nothing else that Java takes for white space. */
  private static String trimmed(byte[] head, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && isSpace(head[from])) {
      from++;
    }
    while (to > from && isSpace(head[to - 1])) {
      to--;
    }
    return text(head, from, to);
  }

  private static boolean isSpace(byte each) {
    return each == ' ' || each == '\t';
  }

  /** A piece of what came, as one harmless line. */
  private static String quoted(String line) {
    String start = line.length() > 60 ? line.substring(0, 60) + "..." : line;
    return "'" + start.replaceAll("[^ -~]", "?") + "'";
  }
}
