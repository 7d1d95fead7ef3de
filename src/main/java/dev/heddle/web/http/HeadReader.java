package dev.heddle.web.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.heddle.tasks.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;

/**
 * Reads one request after the other from a connection. What follows a request in the same read is
 * kept for the next (pipelining). Confined to one thread.
 */
final class HeadReader {
  private final Socket socket;
  private final InputStream in;
  private final HeadParser parser;
  private final Ticker ticker;
  private final long limitNanos;
  private final byte[] bytes;
  private int end;

  HeadReader(Socket socket, HeadParser parser, HttpLimits limits, Ticker ticker)
      throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.parser = parser;
    this.ticker = ticker;
    this.limitNanos = limits.headTime().toNanos();
    this.bytes = new byte[limits.head()];
  }

  /**
   * Waits for the next request.
   *
   * @return none if the client has left, or said nothing in the time for a request
   * @throws RefusedException if what comes is not a request, too long or too slow
   * @throws IOException if the connection breaks, or is closed meanwhile
   */
  Optional<Request> next() throws IOException, RefusedException {
    long start = ticker.nanoTime();
    int from = 0;
    int scanned = 0;
    while (true) {
      // Some clients send an empty line after what they sent before (section 2.2).
      while (from == scanned && end - from >= 2 && bytes[from] == '\r' && bytes[from + 1] == '\n') {
        from += 2;
        scanned = from;
      }
      for (; scanned < end; scanned++) {
        check(scanned);
        if (bytes[scanned] == '\n' && isEmptyLine(from, scanned)) {
          Request request = parser.parse(bytes, from, scanned + 1);
          keepFrom(scanned + 1);
          return Optional.of(request);
        }
      }
      if (end == bytes.length) {
        throw tooLong(from);
      }
      if (!fill(start)) {
        return Optional.empty();
      }
    }
  }

  /** No control character but CRLF and tabs: another reader might see lines where we see none. */
  private void check(int index) throws RefusedException {
    byte each = bytes[index];
    if (each == '\n' ? index == 0 || bytes[index - 1] != '\r' : isAfterLoneReturn(index)) {
      throw HeadParser.bad("a line does not end with CRLF");
    }
    if ((each >= 0 && each < ' ' && each != '\t' && each != '\r' && each != '\n') || each == 0x7f) {
      throw HeadParser.bad("a control character");
    }
  }

  private boolean isAfterLoneReturn(int index) {
    return index > 0 && bytes[index - 1] == '\r';
  }

  private boolean isEmptyLine(int from, int newline) {
    return newline - from >= 3 && bytes[newline - 2] == '\n';
  }

  private RefusedException tooLong(int from) {
    boolean inTarget = new String(bytes, from, end - from, ISO_8859_1).indexOf('\n') < 0;
    return new RefusedException(
        inTarget ? Status.URI_TOO_LONG : Status.HEADER_TOO_LARGE,
        "a request has at most " + bytes.length + " bytes here");
  }

  /** Reads more; false if no request has begun and none will. */
  private boolean fill(long start) throws IOException, RefusedException {
    long left = (limitNanos - (ticker.nanoTime() - start)) / 1_000_000;
    try {
      if (left < 1) {
        throw new SocketTimeoutException();
      }
      socket.setSoTimeout((int) left);
      int count = in.read(bytes, end, bytes.length - end);
      if (count >= 0) {
        end += count;
        return true;
      }
      if (end == 0) {
        return false;
      }
      throw HeadParser.bad("it ends within its header");
    } catch (SocketTimeoutException e) {
      if (end == 0) {
        return false;
      }
      throw new RefusedException(
          Status.REQUEST_TIMEOUT,
          "a request has " + limitNanos / 1_000_000 + " ms here, and was not whole by then");
    }
  }

  private void keepFrom(int next) {
    System.arraycopy(bytes, next, bytes, 0, end - next);
    end -= next;
  }
}
