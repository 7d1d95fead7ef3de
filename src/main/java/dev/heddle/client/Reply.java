package dev.heddle.client;

import java.util.Arrays;

/** What a server said, and whether it is what the protocol has it say. */
public final class Reply {
  private final byte[] bytes;
  private final boolean expected;

  private Reply(byte[] bytes, boolean expected) {
    this.bytes = bytes;
    this.expected = expected;
  }

  static Reply of(byte[] bytes, byte[] expected) {
    return new Reply(bytes, Arrays.equals(bytes, expected));
  }

  /** For a step at which the protocol has the server say nothing, and it did not. */
  static Reply nothing() {
    return new Reply(new byte[0], true);
  }

  /** The bytes as they came, with their terminator. */
  public byte[] bytes() {
    return bytes.clone();
  }

  public boolean isExpected() {
    return expected;
  }
}
