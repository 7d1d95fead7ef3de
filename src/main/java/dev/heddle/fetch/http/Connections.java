package dev.heddle.fetch.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections, and keeps those that can be asked again until somebody wants them: the one
 * last used first, as its server is the least likely to have closed it. Over the limit the one that
 * has waited longest is closed. For any thread.
 */
public final class Connections implements AutoCloseable {
  private static final ThreadFactory WATCHER =
      Thread.ofPlatform().daemon().name("network").factory();

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Route, Deque<Lease>> idle = new HashMap<>();
  private final Set<Lease> byAge = new LinkedHashSet<>();

  /** Buffers of closed connections: they lie outside of the heap, and are costly to make. */
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();

  private final LargeBuffers largeBuffers = new LargeBuffers();
  private final Tls tls;
  private final int mostIdle;
  private @Nullable AsynchronousChannelGroup group; // guarded by the lock, as all below
  private boolean closed;

  /**
   * @param mostIdle how many are kept that nobody uses
   */
  public Connections(Tls tls, int mostIdle) {
    this.tls = tls;
    this.mostIdle = mostIdle;
  }

  /** One that is open already, if there is one; the server may have closed it by now. */
  Optional<Lease> idle(Route route) {
    lock.lock();
    try {
      Deque<Lease> leases = idle.get(route);
      return leases == null ? Optional.empty() : Optional.of(remove(leases.getLast()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Connects. Blocks until there is a connection, or the watch ends it.
   *
   * @throws ConnectException if that fails
   */
  Lease open(Route route, InetAddress address, Watch watch) throws IOException {
    SocketAddress to = new InetSocketAddress(address, route.port());
    TcpChannel channel = TcpChannel.unconnected(group());
    try {
      watch.begin(Limit.CONNECT, channel);
      Connection connection = Connection.plain(channel, to, buffer());
      if (route.isTunnel()) {
        tunnel(connection, route);
      }
      if (route.origin().secure()) {
        connection = connection.secured(tls, route.origin().host());
      }
      return new Lease(route, address, connection);
    } catch (IOException e) {
      channel.close();
      watch.check();
      throw ConnectException.of(route, to, e);
    }
  }

  /** Takes back a connection that can be asked again. */
  void giveBack(Lease lease) {
    Optional<Lease> oldest = Optional.empty();
    lock.lock();
    try {
      if (closed) {
        oldest = Optional.of(lease);
      } else {
        idle.computeIfAbsent(lease.route(), route -> new ArrayDeque<>()).addLast(lease);
        byAge.add(lease);
        if (byAge.size() > mostIdle) {
          oldest = Optional.of(remove(byAge.iterator().next()));
        }
      }
    } finally {
      lock.unlock();
    }
    if (oldest.isPresent()) {
      discard(oldest.get());
    }
  }

  /** Closes a connection that nobody uses any more, and keeps its buffer. */
  void discard(Lease lease) {
    lease.connection().close();
    lock.lock();
    try {
      if (!closed && buffers.size() < mostIdle) {
        buffers.push(lease.connection().buffer());
      }
    } finally {
      lock.unlock();
    }
  }

  /** What it lends to large bodies. */
  LargeBuffers largeBuffers() {
    return largeBuffers;
  }

  /** Closes what is idle, and from now on what is given back. */
  @Override
  public void close() {
    List<Lease> all;
    AsynchronousChannelGroup ended;
    lock.lock();
    try {
      closed = true;
      ended = group;
      all = List.copyOf(byAge);
      byAge.clear();
      idle.clear();
      buffers.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(lease -> lease.connection().close());
    if (ended != null) {
      end(ended);
    }
  }

  /** Waits for its thread, which has nothing left to do: see {@link TcpChannel}. */
  private static void end(AsynchronousChannelGroup group) {
    try {
      group.shutdownNow();
      var unused = group.awaitTermination(1, TimeUnit.SECONDS);
    } catch (IOException e) {
      // a connection that could not be closed; the process will
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private AsynchronousChannelGroup group() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      AsynchronousChannelGroup known = group;
      if (known == null) {
        known = AsynchronousChannelGroup.withFixedThreadPool(1, WATCHER);
        group = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private ByteBuffer buffer() {
    lock.lock();
    try {
      return buffers.isEmpty() ? ByteBuffer.allocateDirect(Connection.BUFFER) : buffers.pop();
    } finally {
      lock.unlock();
    }
  }

  private Lease remove(Lease lease) {
    Deque<Lease> leases = idle.getOrDefault(lease.route(), new ArrayDeque<>());
    leases.remove(lease);
    if (leases.isEmpty()) {
      idle.remove(lease.route());
    }
    byAge.remove(lease);
    return lease;
  }

  /** RFC 9110, section 9.3.6. */
  private static void tunnel(Connection connection, Route route) throws IOException {
    Origin origin = route.origin();
    String authority =
        (origin.host().indexOf(':') < 0 ? origin.host() : "[" + origin.host() + "]")
            + ":"
            + origin.port();
    List<Header> headers = new ArrayList<>(List.of(new Header("Host", authority)));
    route
        .proxy()
        .flatMap(Proxy::authorization)
        .ifPresent(value -> headers.add(new Header("Proxy-Authorization", value)));
    ResponseHead head = connection.ask(new Request("CONNECT", authority, headers));
    if (head.status() / 100 != 2) {
      throw new ProtocolException("the proxy answers CONNECT with " + head.status());
    }
  }
}
