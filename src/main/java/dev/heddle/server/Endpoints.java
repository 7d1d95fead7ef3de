package dev.heddle.server;

import dev.heddle.server.ListenException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The bound sockets of one server: all of them, or none. Closing closes them all; a listener that
 * runs closes its own.
 */
final class Endpoints implements Closeable {
  private static final Path SOMAXCONN = Path.of("/proc/sys/net/core/somaxconn");
  private static final int TRIES_FOR_A_FREE_PORT = 50;

  /**
   * What the kernel is asked to hold of one socket's datagrams, in bytes; it may allow less (Linux:
   * {@code net.core.rmem_max}). What does not fit while the listener waits for a processor is lost
   * whoever sent it, so a flood in a small buffer drowns everybody.
   */
  private static final int UDP_RECEIVE_BUFFER = 1 << 20;

  private final List<ServerSocket> tcp = new ArrayList<>();
  private final List<DatagramChannel> udp = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  private Endpoints() {}

  /**
   * Binds what the configuration names. Port 0 becomes one number that is free for TCP and UDP on
   * every address.
   *
   * @throws ListenException if an address cannot be bound; what was bound is closed again
   */
  static Endpoints bind(ServerConfig config) throws ListenException {
    for (int tries = 1; ; tries++) {
      Endpoints endpoints = new Endpoints();
      try {
        endpoints.bindAll(config);
        return endpoints;
      } catch (ListenException e) {
        endpoints.close();
        if (config.port() != 0 || e.reason() != Reason.TAKEN || tries == TRIES_FOR_A_FREE_PORT) {
          throw e;
        }
      }
    }
  }

  List<ServerSocket> tcp() {
    return tcp;
  }

  List<DatagramChannel> udp() {
    return udp;
  }

  /** What was passed over, for the log. */
  List<String> notices() {
    return notices;
  }

  /** Closes every socket; closing one that is closed does nothing. */
  @Override
  public void close() {
    tcp.forEach(Endpoints::close);
    udp.forEach(Endpoints::close);
  }

  private void bindAll(ServerConfig config) throws ListenException {
    noteCappedBacklog(config.backlog());
    if (config.bind().isEmpty()) {
      bindLoopbacks(config);
    } else {
      bindNamed(new LinkedHashSet<>(config.bind()), config);
    }
  }

  /** Those loopbacks that this machine has. */
  private void bindLoopbacks(ServerConfig config) throws ListenException {
    int port = config.port();
    ListenException lacking = null;
    for (InetAddress address : BindAddresses.loopbacks()) {
      try {
        port = bindTcp(address, port, config);
      } catch (ListenException e) {
        if (e.reason() == Reason.TAKEN || e.reason() == Reason.FORBIDDEN) {
          throw e;
        }
        passOver(address, port);
        lacking = e;
        continue;
      }
      if (config.udp()) {
        bindUdp(address, port, config);
      }
    }
    if (tcp.isEmpty() && lacking != null) {
      throw lacking;
    }
  }

  private void bindNamed(Set<InetAddress> named, ServerConfig config) throws ListenException {
    int port = config.port();
    for (InetAddress address : BindAddresses.uncovered(named)) {
      port = bindTcp(address, port, config);
    }
    if (!config.udp()) {
      return;
    }
    for (InetAddress address : BindAddresses.expand(named)) {
      try {
        bindUdp(address, port, config);
      } catch (ListenException e) {
        // Listed is not yet usable: an IPv6 address is tentative at first, and any may go away.
        if (named.contains(address) || e.reason() != Reason.NO_SUCH_ADDRESS) {
          throw e;
        }
        passOver(address, port);
      }
    }
  }

  /**
   * Linux cuts a longer backlog without a word; other systems keep their limit elsewhere. By lines:
   * this file is said to be empty, so {@code readString} asks for a byte first, and gets no other.
   */
  private void noteCappedBacklog(int backlog) {
    try {
      int most = Integer.parseInt(Files.readAllLines(SOMAXCONN).getFirst());
      if (most < backlog) {
        notices.add("--backlog " + backlog + " is capped at " + most + " by net.core.somaxconn");
      }
    } catch (IOException | NumberFormatException e) {
      // not a Linux, or one that doesn't say
    }
  }

  private void passOver(InetAddress address, int port) {
    notices.add(
        "passed over "
            + Endpoint.text(new InetSocketAddress(address, port))
            + ", which this machine lacks");
  }

  private int bindTcp(InetAddress address, int port, ServerConfig config) throws ListenException {
    InetSocketAddress at = new InetSocketAddress(address, port);
    try {
      ServerSocket socket = open(address);
      try {
        socket.setReuseAddress(true);
        if (config.reusePort()) {
          socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        socket.bind(at, config.backlog());
      } catch (Throwable e) {
        close(socket);
        throw e;
      }
      tcp.add(socket);
      return socket.getLocalPort();
    } catch (IOException | UnsupportedOperationException | UnsupportedAddressTypeException e) {
      throw explain("tcp", at, e);
    }
  }

  /** Java's own ServerSocket takes 0.0.0.0 for every IPv6 address as well; a channel does not. */
  private static ServerSocket open(InetAddress address) throws IOException {
    return address instanceof Inet4Address && address.isAnyLocalAddress()
        ? ServerSocketChannel.open(StandardProtocolFamily.INET).socket()
        : new ServerSocket();
  }

  private void bindUdp(InetAddress address, int port, ServerConfig config) throws ListenException {
    InetSocketAddress at = new InetSocketAddress(address, port);
    try {
      DatagramChannel channel =
          DatagramChannel.open(
              address instanceof Inet6Address
                  ? StandardProtocolFamily.INET6
                  : StandardProtocolFamily.INET);
      try {
        if (config.reusePort()) {
          channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        channel.setOption(StandardSocketOptions.SO_RCVBUF, UDP_RECEIVE_BUFFER);
        channel.bind(at);
      } catch (Throwable e) {
        close(channel);
        throw e;
      }
      udp.add(channel);
    } catch (IOException | UnsupportedOperationException | UnsupportedAddressTypeException e) {
      throw explain("udp", at, e);
    }
  }

  private static ListenException explain(String protocol, InetSocketAddress at, Exception cause) {
    String said = String.valueOf(cause.getMessage());
    Reason reason = reason(cause, said.toLowerCase(Locale.ROOT));
    String why =
        switch (reason) {
          case TAKEN -> "the port is taken; choose another with --port (0: any that is free)";
          case FORBIDDEN -> "not permitted to this user; choose a port from 1024 with --port";
          case NO_SUCH_ADDRESS ->
              "that is not an address of this machine; choose one that is with --bind";
          case OTHER -> said + "; choose another address with --bind or port with --port";
        };
    return new ListenException(
        reason, "cannot listen on " + new Endpoint(protocol, at) + ": " + why, cause);
  }

  /** The JDK tells these apart by the system's words alone. */
  private static Reason reason(Exception cause, String said) {
    if (said.contains("in use")) {
      return Reason.TAKEN;
    }
    if (said.contains("permi")) {
      return Reason.FORBIDDEN;
    }
    boolean noSuch =
        cause instanceof BindException
            || cause instanceof UnsupportedAddressTypeException
            || (cause instanceof UnsupportedOperationException && !said.contains("so_reuseport"));
    return noSuch ? Reason.NO_SUCH_ADDRESS : Reason.OTHER;
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing more can be done for it
    }
  }
}
