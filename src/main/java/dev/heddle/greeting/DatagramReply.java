package dev.heddle.greeting;

import java.nio.ByteBuffer;

/**
 * Answers a datagram in the buffer that it was received into, whose first bytes are the greeting's.
 *
 * <pre>
 *   | Hello,  | name, as received | !, terminator |
 *   0         PREFIX              limit of the request
 * </pre>
 *
 * <p>Confined to the thread that owns the buffer.
 */
public final class DatagramReply {
  /** The longest request that is answered, in bytes: it fits every path unfragmented. */
  public static final int MAX_REQUEST = 1_200;

  private static final int PREFIX = Wire.HELLO.length;

  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(PREFIX + MAX_REQUEST + 1).put(0, Wire.HELLO);

  /** The buffer, made ready to receive a request; one that is too long leaves no room in it. */
  public ByteBuffer clear() {
    return buffer.limit(buffer.capacity()).position(PREFIX);
  }

  /** How many bytes were received, at most one more than {@link #MAX_REQUEST}. */
  public int requestLength() {
    return buffer.position() - PREFIX;
  }

  /**
   * Whether the request begins as our replies do. Answering it could set two servers talking to
   * each other for ever (<a
   * href="https://nvd.nist.gov/vuln/detail/CVE-2024-2169">CVE-2024-2169</a>).
   */
  public boolean isReply() {
    if (requestLength() < PREFIX) {
      return false;
    }
    for (int i = 0; i < PREFIX; i++) {
      if (buffer.get(PREFIX + i) != Wire.HELLO[i]) {
        return false;
      }
    }
    return true;
  }

  /** Turns the request into its reply and returns the buffer, ready to be sent. */
  public ByteBuffer greet() {
    int to = buffer.position();
    int end = to;
    if (end > PREFIX && buffer.get(end - 1) == '\n') {
      end--;
      if (end > PREFIX && buffer.get(end - 1) == '\r') {
        end--;
      }
    }
    int terminator = to - end;
    buffer.limit(to + 1);
    buffer.put(end, (byte) '!');
    if (terminator > 0) {
      buffer.put(to, (byte) '\n');
    }
    if (terminator > 1) {
      buffer.put(to - 1, (byte) '\r');
    }
    return buffer.position(0);
  }
}
