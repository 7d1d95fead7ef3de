package dev.heddle.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads responses of HTTP/1.1 from one connection, in place. Confined to the connection's thread.
 */
final class HttpReply {
  private static final int FIRST_SIZE = 1_024;
  private static final int MOST_HEAD = 65_536;
  private static final int MOST_CHUNK_DIGITS = 12;
  private static final byte[] VERSION = "http/1.".getBytes(US_ASCII);
  private static final byte[] LENGTH = "content-length:".getBytes(US_ASCII);
  private static final byte[] ENCODING = "transfer-encoding:".getBytes(US_ASCII);
  private static final byte[] CONNECTION = "connection:".getBytes(US_ASCII);
  private static final byte[] CHUNKED = "chunked".getBytes(US_ASCII);
  private static final byte[] CLOSE = "close".getBytes(US_ASCII);
  private static final long UNKNOWN = -1;

  private final Source source;
  private final CRC32C sum = new CRC32C();
  private byte[] buffer = new byte[FIRST_SIZE];
  private int from;
  private int to;
  private int status;
  private boolean isKept;
  private boolean isChunked;
  private long length;

  /** Where the bytes come from. */
  @FunctionalInterface
  interface Source {
    Source NONE = (bytes, from, room) -> -1;

    /** As {@link java.io.InputStream#read(byte[], int, int)}. */
    int read(byte[] bytes, int from, int room) throws IOException;
  }

  /** What a body is told from others by. */
  record Body(long length, long sum) {}

  HttpReply(Source source) {
    this.source = source;
  }

  /** Waits for the next response and reads it to its end. */
  Body read() throws IOException {
    do {
      readHead();
    } while (status / 100 == 1);
    sum.reset();
    long total = 0;
    if (status == 204 || status == 304) {
      length = 0;
    }
    if (isChunked && status != 204 && status != 304) {
      for (long chunk = chunk(); chunk > 0; chunk = chunk()) {
        take(chunk);
        total += chunk;
        var unused = line();
      }
      while (line() > 0) {} // the trailer
    } else if (length == UNKNOWN) {
      isKept = false;
      total = takeRest();
    } else {
      take(length);
      total = length;
    }
    return new Body(total, sum.getValue());
  }

  int status() {
    return status;
  }

  /** Whether the connection takes another request. */
  boolean isKept() {
    return isKept;
  }

  /** Whether bytes are at hand that belong to no response read so far. */
  boolean hasMore() {
    return from < to;
  }

  private void readHead() throws IOException {
    int end = line();
    if (end < VERSION.length + 5 || !startsWith(VERSION, end)) {
      throw wrong(end);
    }
    int at = from - lineLength + VERSION.length;
    isKept = buffer[at] != '0';
    status = (int) number(at + 2, at + 5);
    length = UNKNOWN;
    isChunked = false;
    for (end = line(); end > 0; end = line()) {
      int begin = from - lineLength;
      if (startsWith(LENGTH, end)) {
        length = length(begin + LENGTH.length, begin + end);
      } else if (startsWith(ENCODING, end)) {
        isChunked = endsWith(CHUNKED, begin, begin + end);
      } else if (startsWith(CONNECTION, end)) {
        isKept = isKept && !endsWith(CLOSE, begin, begin + end);
      }
    }
  }

  private int lineLength;

  /** Takes a line; returns its length without its end, which {@link #lineLength} has. */
  private int line() throws IOException {
    int scanned = 0;
    while (true) {
      for (int i = from + scanned; i < to; i++) {
        if (buffer[i] == '\n') {
          lineLength = i + 1 - from;
          from = i + 1;
          boolean hasReturn = lineLength > 1 && buffer[i - 1] == '\r';
          return lineLength - (hasReturn ? 2 : 1);
        }
      }
      scanned = to - from;
      if (scanned > MOST_HEAD) {
        throw new LoadException(ErrorKind.WRONG, "a line of the head does not end");
      }
      fill();
    }
  }

  private long chunk() throws IOException {
    int end = line();
    int begin = from - lineLength;
    long size = 0;
    int digits = 0;
    while (digits < end && Character.digit(buffer[begin + digits], 16) >= 0) {
      size = 16 * size + Character.digit(buffer[begin + digits++], 16);
    }
    boolean isEnded =
        digits == end || buffer[begin + digits] == ';' || buffer[begin + digits] == ' ';
    if (digits == 0 || digits > MOST_CHUNK_DIGITS || !isEnded) {
      throw wrong(end);
    }
    return size;
  }

  private void take(long count) throws IOException {
    long left = count;
    while (left > 0) {
      if (from == to) {
        fill();
      }
      int some = (int) Math.min(left, to - from);
      sum.update(buffer, from, some);
      from += some;
      left -= some;
    }
  }

  private long takeRest() throws IOException {
    long total = 0;
    do {
      total += to - from;
      sum.update(buffer, from, to - from);
      from = 0;
      to = 0;
    } while (readMore() > 0);
    return total;
  }

  private void fill() throws IOException {
    if (readMore() < 0) {
      throw new LoadException(ErrorKind.CLOSED, "the server closed with a reply outstanding");
    }
  }

  private int readMore() throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    } else if (to == buffer.length) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = source.read(buffer, to, buffer.length - to);
    to += Math.max(0, count);
    if (count == buffer.length && count < MOST_HEAD) {
      buffer = Arrays.copyOf(buffer, 2 * count); // large bodies are read in fewer pieces
    }
    return count;
  }

  private long length(int begin, int end) throws LoadException {
    int at = begin;
    while (at < end && (buffer[at] == ' ' || buffer[at] == '\t')) {
      at++;
    }
    int last = end;
    while (last > at && (buffer[last - 1] == ' ' || buffer[last - 1] == '\t')) {
      last--;
    }
    return number(at, last);
  }

  private long number(int begin, int end) throws LoadException {
    long value = 0;
    for (int i = begin; i < end; i++) {
      int digit = buffer[i] - '0';
      if (digit < 0 || digit > 9 || end - begin > 18) {
        throw new LoadException(
            ErrorKind.WRONG, "'" + LineDialogue.text(buffer, begin, end) + "' is not a number");
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /** Whether the line begins so, in any case. */
  private boolean startsWith(byte[] lower, int end) {
    return end >= lower.length && matches(lower, from - lineLength);
  }

  private boolean endsWith(byte[] lower, int begin, int end) {
    return end - begin >= lower.length && matches(lower, end - lower.length);
  }

  private boolean matches(byte[] lower, int at) {
    for (int i = 0; i < lower.length; i++) {
      if (Character.toLowerCase(buffer[at + i]) != lower[i]) {
        return false;
      }
    }
    return true;
  }

  private LoadException wrong(int end) {
    int begin = from - lineLength;
    return new LoadException(
        ErrorKind.WRONG,
        "'" + LineDialogue.text(buffer, begin, begin + end) + "' is not a response of HTTP/1.1");
  }
}
