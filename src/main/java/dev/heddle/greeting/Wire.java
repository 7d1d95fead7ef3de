package dev.heddle.greeting;

import java.nio.charset.StandardCharsets;

/** The protocol's fixed bytes. Messages themselves are never decoded: they are bytes. */
final class Wire {
  static final byte[] WELCOME = ascii("Welcome!\n");
  static final byte[] HELLO = ascii("Hello, ");
  static final byte[] EXIT = ascii("exit");

  private Wire() {}

  static byte[] tooLong(int maxMessage) {
    return ascii("Error: message longer than " + maxMessage + " bytes\n");
  }

  /** Where the terminator of {@code bytes[from, to)} begins: {@code \n}, {@code \r\n} or none. */
  static int contentEnd(byte[] bytes, int from, int to) {
    int end = to;
    if (end > from && bytes[end - 1] == '\n') {
      end--;
      if (end > from && bytes[end - 1] == '\r') {
        end--;
      }
    }
    return end;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
