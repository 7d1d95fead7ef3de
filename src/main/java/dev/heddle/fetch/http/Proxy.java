package dev.heddle.fetch.http;

import java.util.Optional;

/**
 * An HTTP proxy.
 *
 * @param host a name or an address
 * @param port from 1 to 65,535
 * @param authorization the value of {@code Proxy-Authorization}, if it asks for one
 */
public record Proxy(String host, int port, Optional<String> authorization) {
  @Override
  public String toString() {
    return new Origin(false, host, port).toString(); // without what is secret
  }
}
