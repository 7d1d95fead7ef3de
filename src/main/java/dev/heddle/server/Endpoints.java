package dev.heddle.server;

import dev.heddle.server.ListenException.Reason;
import java.io.Closeable;
import java.io.IOException;
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
import java.util.Set;

/**
 * The bound sockets of one server: all of them, or none. Closing closes them all; a listener that
 * runs closes its own.
 */
final class Endpoints implements Closeable {
  /** What a loopback is not passed over for: it is there, and the remedy is the user's. */
  private static final Set<Reason> REMEDIABLE =
      Set.of(Reason.TAKEN, Reason.FORBIDDEN, Reason.NO_FILES);

  private static final Path SOMAXCONN = Path.of("/proc/sys/net/core/somaxconn");
  private static final int TRIES_FOR_A_FREE_PORT = 50;

  /**
   * What the kernel is asked to hold of one socket's datagrams, in bytes; it may allow less (Linux:
   * {@code net.core.rmem_max}). What does not fit while the listener waits for a processor is lost
   * whoever sent it, so a flood in a small buffer drowns everybody.
   */
  private static final int UDP_RECEIVE_BUFFER = 1 << 20;

  private static final int WEB_BACKLOG = 128;

  private final List<ServerSocket> tcp = new ArrayList<>();
  private final List<DatagramChannel> udp = new ArrayList<>();
  private final List<ServerSocket> web = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  private Endpoints() {}

  /**
   * Binds what the configuration names. Port 0 becomes one number that is free for TCP and UDP on
   * every address.
   *
   * @throws ListenException if an address cannot be bound; what was bound is closed again
   */
  static Endpoints bind(ServerConfig config) throws ListenException {
    Endpoints endpoints = new Endpoints();
    try {
      untilFree(config.port(), () -> endpoints.bindGreeting(config), endpoints::forgetAll);
      if (config.webPort().isPresent()) {
        int port = config.webPort().getAsInt();
        untilFree(port, () -> endpoints.bindWeb(port), endpoints::forgetWeb);
      }
      endpoints.noteCappedBacklog(config.backlog());
      return endpoints;
    } catch (ListenException e) {
      endpoints.close();
      throw e;
    }
  }

  /** Binds some sockets. */
  private interface Binding {
    void bind() throws ListenException;
  }

  /** Port 0 is free on the first address, but perhaps on no other: then another one may be. */
  private static void untilFree(int port, Binding binding, Runnable forget) throws ListenException {
    for (int tries = 1; ; tries++) {
      try {
        binding.bind();
        return;
      } catch (ListenException e) {
        if (port != 0 || e.reason() != Reason.TAKEN || tries == TRIES_FOR_A_FREE_PORT) {
          throw e;
        }
        forget.run();
      }
    }
  }

  List<ServerSocket> tcp() {
    return tcp;
  }

  List<DatagramChannel> udp() {
    return udp;
  }

  /** For HTTP, on every address that TCP has. */
  List<ServerSocket> web() {
    return web;
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
    web.forEach(Endpoints::close);
  }

  private void forgetAll() {
    close();
    tcp.clear();
    udp.clear();
    notices.clear();
  }

  private void forgetWeb() {
    web.forEach(Endpoints::close);
    web.clear();
  }

  private void bindWeb(int first) throws ListenException {
    int port = first;
    for (ServerSocket greeting : tcp) {
      InetSocketAddress at = new InetSocketAddress(greeting.getInetAddress(), port);
      web.add(bindStream("http", at, WEB_BACKLOG, false, false));
      port = web.getLast().getLocalPort();
    }
  }

  private void bindGreeting(ServerConfig config) throws ListenException {
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
        if (REMEDIABLE.contains(e.reason())) {
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
    boolean channels = SessionThreads.areOnLoops(config.threading());
    tcp.add(bindStream("tcp", at, config.backlog(), config.reusePort(), channels));
    return tcp.getLast().getLocalPort();
  }

  private static ServerSocket bindStream(
      String protocol, InetSocketAddress at, int backlog, boolean reusePort, boolean channel)
      throws ListenException {
    try {
      ServerSocket socket = open(at.getAddress(), channel);
      try {
        socket.setReuseAddress(true);
        if (reusePort) {
          socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        socket.bind(at, backlog);
      } catch (Throwable e) {
        close(socket);
        throw e;
      }
      return socket;
    } catch (IOException | UnsupportedOperationException | UnsupportedAddressTypeException e) {
      throw ListenException.of(protocol, at, e);
    }
  }

  /**
   * A channel's where that is asked for; and for 0.0.0.0, which Java's own ServerSocket takes for
   * every IPv6 address as well.
   */
  private static ServerSocket open(InetAddress address, boolean channel) throws IOException {
    if (address instanceof Inet4Address && (channel || address.isAnyLocalAddress())) {
      return ServerSocketChannel.open(StandardProtocolFamily.INET).socket();
    }
    return channel ? ServerSocketChannel.open().socket() : new ServerSocket();
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
      throw ListenException.of("udp", at, e);
    }
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing more can be done for it
    }
  }
}
