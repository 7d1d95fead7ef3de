package dev.heddle.greeting;

import java.util.Arrays;

/** What a server is to say, as a client expects it: the rule of the protocol, told once more. */
public final class Greeting {
  private Greeting() {}

  /** The line that a TCP connection begins with. */
  public static byte[] welcome() {
    return Wire.WELCOME.clone();
  }

  /** The line that ends a TCP connection. */
  public static byte[] exit() {
    byte[] line = Arrays.copyOf(Wire.EXIT, Wire.EXIT.length + 1);
    line[Wire.EXIT.length] = '\n';
    return line;
  }

  /** Whether {@code message}, with or without a terminator, ends a TCP connection. */
  public static boolean isExit(byte[] message) {
    return Arrays.equals(
        message, 0, Wire.contentEnd(message, 0, message.length), Wire.EXIT, 0, Wire.EXIT.length);
  }

  /** Whether {@code message} begins as replies do, so that a datagram of it is never answered. */
  public static boolean isReply(byte[] message) {
    return message.length >= Wire.HELLO.length
        && Arrays.equals(message, 0, Wire.HELLO.length, Wire.HELLO, 0, Wire.HELLO.length);
  }

  /** The reply to {@code message}, which is not {@code exit}, with the terminator it came with. */
  public static byte[] replyTo(byte[] message) {
    int end = Wire.contentEnd(message, 0, message.length);
    byte[] reply = Arrays.copyOf(Wire.HELLO, Wire.HELLO.length + message.length + 1);
    System.arraycopy(message, 0, reply, Wire.HELLO.length, end);
    reply[Wire.HELLO.length + end] = '!';
    System.arraycopy(message, end, reply, Wire.HELLO.length + end + 1, message.length - end);
    return reply;
  }
}
