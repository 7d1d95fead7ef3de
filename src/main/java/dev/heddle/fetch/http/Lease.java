package dev.heddle.fetch.http;

import java.net.InetAddress;

/**
 * A connection while a transfer has it.
 *
 * @param route what it leads to
 * @param address whom it is connected to
 * @param connection not used by anybody else meanwhile
 * @param reused whether it has answered before, so that the server may have closed it
 */
record Lease(Route route, InetAddress address, Connection connection, boolean reused) {}
