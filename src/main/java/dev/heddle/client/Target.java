package dev.heddle.client;

/**
 * Where a client asks.
 *
 * @param host a name or an address, as its user wrote it
 * @param port from 1 to 65,535
 */
public record Target(String host, int port) {
  /**
   * @throws IllegalArgumentException naming the option, its value and what is allowed
   */
  public Target {
    if (host.isBlank()) {
      throw new IllegalArgumentException("--host '" + host + "' is not a name or an address");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "--port %d is not allowed: it goes from 1 to 65535".formatted(port));
    }
  }

  /** As in {@code localhost:9999} or {@code [::1]:9999}. */
  @Override
  public String toString() {
    return host.contains(":") && !host.startsWith("[")
        ? "[" + host + "]:" + port
        : host + ":" + port;
  }
}
