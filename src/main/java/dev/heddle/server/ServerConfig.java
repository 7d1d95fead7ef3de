package dev.heddle.server;

import dev.heddle.greeting.Framing;
import dev.heddle.tasks.Threading;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a server is told. Each limit is on by default and can be switched off with zero.
 *
 * @param bind the addresses to listen on; empty: those loopback addresses that the machine has
 * @param port the number for TCP and UDP on every address; 0: one that is free on all
 * @param udp whether datagrams are answered
 * @param threading the threads that connections run on
 * @param framing how TCP messages are told apart
 * @param backlog how many connections the kernel may hold before they are accepted
 * @param maxConnections TCP connections at once; empty: what the open-file limit allows
 * @param idleTimeout how long a connection may be silent between messages
 * @param messageTimeout how long a message may take from its first byte to its last
 * @param writeTimeout how long a peer may take to make room for its replies
 * @param maxMessage the longest TCP message in bytes
 * @param drain how long connections have to end after a stop
 * @param udpRate datagrams a second answered to a source address; 0: any number; empty: any number
 *     on loopback sockets, {@value #DEFAULT_UDP_RATE} elsewhere
 * @param reusePort whether other processes may listen on the same port (SO_REUSEPORT)
 * @param webPort the number for HTTP on every address, bound with the others and served by whoever
 *     takes {@link GreetingServer#webSockets}; 0: one that is free on all; empty: no HTTP
 */
public record ServerConfig(
    List<InetAddress> bind,
    int port,
    boolean udp,
    Threading threading,
    Framing framing,
    int backlog,
    OptionalInt maxConnections,
    Duration idleTimeout,
    Duration messageTimeout,
    Duration writeTimeout,
    int maxMessage,
    Duration drain,
    OptionalInt udpRate,
    boolean reusePort,
    OptionalInt webPort) {
  /** Answers a second to a source address, where the socket is not a loopback one. */
  public static final int DEFAULT_UDP_RATE = 50;

  /** The longest limit for a message: 16 MiB. */
  public static final int MAX_MESSAGE_LIMIT = 16 << 20;

  /**
   * @throws IllegalArgumentException naming the option, its value and what is allowed
   */
  public ServerConfig {
    bind = List.copyOf(bind);
    requireRange("--port", port, 0, 65_535);
    webPort.ifPresent(value -> requireRange("--http-port", value, 0, 65_535));
    if (port != 0 && webPort.equals(OptionalInt.of(port))) {
      throw new IllegalArgumentException(
          "--http-port %d is that of the greetings: give the page another, or say --no-http"
              .formatted(port));
    }
    requireRange("--backlog", backlog, 1, Integer.MAX_VALUE);
    if (maxMessage < 1 || maxMessage > MAX_MESSAGE_LIMIT) {
      throw new IllegalArgumentException(
          "--max-message %s is not allowed: it goes from 1B to %s"
              .formatted(size(maxMessage), size(MAX_MESSAGE_LIMIT)));
    }
    maxConnections.ifPresent(
        value -> requireRange("--max-connections", value, 1, Integer.MAX_VALUE));
    udpRate.ifPresent(value -> requireRange("--udp-rate", value, 0, 1_000_000));
    requireLimit("--idle-timeout", idleTimeout);
    requireLimit("--message-timeout", messageTimeout);
    requireLimit("--write-timeout", writeTimeout);
    requireLimit("--drain", drain);
  }

  /** The defaults, to be changed where a caller wants otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  private static void requireRange(String option, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          to == Integer.MAX_VALUE
              ? "%s %d is not allowed: it starts from %d".formatted(option, value, from)
              : "%s %d is not allowed: it goes from %d to %d".formatted(option, value, from, to));
    }
  }

  /** As it may be written. */
  private static String size(int bytes) {
    if (bytes == 0 || bytes % 1_024 != 0) {
      return bytes + "B";
    }
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + "MiB" : (bytes >> 10) + "KiB";
  }

  private static void requireLimit(String option, Duration value) {
    if (value.isNegative() || value.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException(
          "%s %s is not allowed: it goes from 0 to a year".formatted(option, value));
    }
  }

  /** Collects a configuration; a fresh one holds the defaults. */
  public static final class Builder {
    private List<InetAddress> bind = List.of();
    private int port = 9999;
    private boolean udp = true;
    private Threading threading = new Threading.Virtual();
    private Framing framing = Framing.AUTO;
    private int backlog = 4096;
    private OptionalInt maxConnections = OptionalInt.empty();
    private Duration idleTimeout = Duration.ofSeconds(60);
    private Duration messageTimeout = Duration.ofSeconds(10);
    private Duration writeTimeout = Duration.ofSeconds(10);
    private int maxMessage = 8192;
    private Duration drain = Duration.ofSeconds(10);
    private OptionalInt udpRate = OptionalInt.empty();
    private boolean reusePort;
    private OptionalInt webPort = OptionalInt.empty();

    private Builder() {}

    public Builder bind(List<InetAddress> value) {
      bind = value;
      return this;
    }

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder udp(boolean value) {
      udp = value;
      return this;
    }

    public Builder threading(Threading value) {
      threading = value;
      return this;
    }

    public Builder framing(Framing value) {
      framing = value;
      return this;
    }

    public Builder backlog(int value) {
      backlog = value;
      return this;
    }

    public Builder maxConnections(int value) {
      maxConnections = OptionalInt.of(value);
      return this;
    }

    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    public Builder messageTimeout(Duration value) {
      messageTimeout = value;
      return this;
    }

    public Builder writeTimeout(Duration value) {
      writeTimeout = value;
      return this;
    }

    public Builder maxMessage(int value) {
      maxMessage = value;
      return this;
    }

    public Builder drain(Duration value) {
      drain = value;
      return this;
    }

    public Builder udpRate(int value) {
      udpRate = OptionalInt.of(value);
      return this;
    }

    public Builder reusePort(boolean value) {
      reusePort = value;
      return this;
    }

    public Builder webPort(int value) {
      webPort = OptionalInt.of(value);
      return this;
    }

    /**
     * The configuration collected so far.
     *
     * @throws IllegalArgumentException naming the option, its value and what is allowed
     */
    public ServerConfig build() {
      return new ServerConfig(
          bind,
          port,
          udp,
          threading,
          framing,
          backlog,
          maxConnections,
          idleTimeout,
          messageTimeout,
          writeTimeout,
          maxMessage,
          drain,
          udpRate,
          reusePort,
          webPort);
    }
  }
}
