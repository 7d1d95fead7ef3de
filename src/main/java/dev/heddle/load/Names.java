package dev.heddle.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.heddle.greeting.Greeting;
import java.util.Arrays;

/**
 * The requests of one connection to a greeting server, with the replies they must get: one buffer
 * each, in which only three bytes change from one name to the next. Names are of one length within
 * a connection, and of several among them. Confined to one thread.
 */
final class Names {
  private static final byte[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_".getBytes(US_ASCII);

  /** The bytes of a name that count, and the newline behind them. */
  private static final int COUNTER = 3;

  private static final int LENGTHS = 17;

  private final byte[] requests;
  private final byte[] replies;
  private final int requestLength;
  private final int replyLength;
  private int counter;

  /**
   * @param connection which connection it is: its names are its own
   * @param most names at once
   */
  Names(int connection, int most) {
    String name = "c" + connection + "x".repeat(connection % LENGTHS) + "000\n";
    byte[] request = name.getBytes(US_ASCII);
    byte[] reply = Greeting.replyTo(request);
    requestLength = request.length;
    replyLength = reply.length;
    requests = repeat(request, most);
    replies = repeat(reply, most);
  }

  /** Makes the first {@code count} names new ones. */
  void next(int count) {
    for (int i = 0; i < count; i++) {
      counter++;
      write(requests, (i + 1) * requestLength - COUNTER - 1);
      write(replies, (i + 1) * replyLength - COUNTER - 2);
    }
  }

  /** All requests, each {@link #requestLength} long. */
  byte[] requests() {
    return requests;
  }

  int requestLength() {
    return requestLength;
  }

  /** All replies, each {@link #replyLength} long. */
  byte[] replies() {
    return replies;
  }

  int replyLength() {
    return replyLength;
  }

  /** Which of the first {@code count} replies this is; -1 if none. */
  int find(byte[] bytes, int length, int count) {
    for (int i = 0; i < count; i++) {
      int from = i * replyLength;
      if (Arrays.equals(bytes, 0, length, replies, from, from + replyLength)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether this is a reply to one of our names, whichever. */
  boolean isOurs(byte[] bytes, int length) {
    int fixed = replyLength - COUNTER - 2;
    return length == replyLength
        && Arrays.equals(bytes, 0, fixed, replies, 0, fixed)
        && bytes[length - 2] == '!'
        && bytes[length - 1] == '\n';
  }

  private void write(byte[] bytes, int at) {
    bytes[at] = DIGITS[counter >>> 12 & 63];
    bytes[at + 1] = DIGITS[counter >>> 6 & 63];
    bytes[at + 2] = DIGITS[counter & 63];
  }

  private static byte[] repeat(byte[] bytes, int count) {
    byte[] all = new byte[bytes.length * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
    }
    return all;
  }
}
