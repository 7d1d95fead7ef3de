package dev.heddle.client;

import dev.heddle.greeting.DatagramReply;
import dev.heddle.greeting.Greeting;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How names travel. */
public enum Transport {
  /** A line each, over one connection. */
  TCP,
  /** A datagram each, without a terminator. */
  UDP;

  /** The longest name that a TCP server can be configured to take, in bytes: 16 MiB. */
  private static final int LONGEST_LINE = 16 << 20;

  /**
   * A client of {@code target}. Over TCP it is connected: the addresses of the host are tried in
   * turn. Over UDP that waits for the first name.
   *
   * @param timeout for looking the host up, for each connect, and for each exchange
   * @throws GreetException if the host can't be found, or no address of it can be reached
   */
  public GreetingClient open(Target target, Duration timeout) throws GreetException {
    return switch (this) {
      case TCP -> TcpClient.connect(target, timeout);
      case UDP -> new UdpClient(target, timeout);
    };
  }

  /** The most bytes of a name. */
  public int longestName() {
    return switch (this) {
      case TCP -> LONGEST_LINE;
      case UDP -> DatagramReply.MAX_REQUEST;
    };
  }

  /** Whether the server takes {@code name} for the end of the conversation. */
  public boolean isExit(byte[] name) {
    return this == TCP && Greeting.isExit(line(name));
  }

  /** Why no server would answer {@code name} by a greeting; empty if it would. */
  public Optional<String> objection(byte[] name) {
    if (name.length > longestName()) {
      return Optional.of(
          "is longer than %d bytes, the most that is answered over %s"
              .formatted(longestName(), this));
    }
    for (byte each : name) {
      if (each == '\n') {
        return Optional.of("holds a newline, which would make it two names");
      }
    }
    if (this == UDP && Greeting.isReply(name)) {
      return Optional.of("begins as replies do, and is never answered over UDP");
    }
    return Optional.empty();
  }

  /** The name as it is sent over TCP. */
  static byte[] line(byte[] name) {
    byte[] line = Arrays.copyOf(name, name.length + 1);
    line[name.length] = '\n';
    return line;
  }
}
