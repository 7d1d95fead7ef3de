package dev.heddle.fetch.http;

import java.net.InetAddress;

/** A connection, and whom it leads to, while a transfer has it or nobody. Equal to itself alone. */
final class Lease {
  private final Route route;
  private final InetAddress address;
  private final Connection connection;

  /**
   * @param route what it leads to
   * @param address whom it is connected to
   * @param connection not used by anybody else meanwhile
   */
  Lease(Route route, InetAddress address, Connection connection) {
    this.route = route;
    this.address = address;
    this.connection = connection;
  }

  Route route() {
    return route;
  }

  InetAddress address() {
    return address;
  }

  Connection connection() {
    return connection;
  }
}
