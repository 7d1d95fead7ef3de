package dev.heddle.server;

/** A peer's bytes as text that is safe in a log: one line, no control characters (CWE-117). */
final class PeerText {
  private static final int LONGEST = 64;

  private PeerText() {}

  /** Printable ASCII as it is, everything else as {@code \xHH}; cut off when it gets long. */
  static String escape(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    int end = Math.min(to, from + LONGEST);
    for (int i = from; i < end; i++) {
      int value = bytes[i] & 0xff;
      if (value == '\\') {
        text.append("\\\\");
      } else if (value >= ' ' && value < 0x7f) {
        text.append((char) value);
      } else {
        text.append("\\x")
            .append(Character.forDigit(value >> 4, 16))
            .append(Character.forDigit(value & 15, 16));
      }
    }
    return end < to ? text + "..." : text.toString();
  }
}
