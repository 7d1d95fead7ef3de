package dev.heddle.testing;

import dev.heddle.server.Drained;
import dev.heddle.server.Endpoint;
import dev.heddle.server.GreetingServer;
import dev.heddle.server.ServerConfig;
import dev.heddle.server.ServerEvents;
import dev.heddle.stats.CloseReason;
import dev.heddle.stats.Latencies;
import dev.heddle.stats.ServerSnapshot;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A real server in this process, on 127.0.0.1 and a port of its own unless the test says otherwise.
 */
public final class RunningServer implements AutoCloseable {
  private static final List<InetAddress> LOOPBACK =
      List.of(new InetSocketAddress("127.0.0.1", 0).getAddress());
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private final GreetingServer server;
  private final Stop stop = Stop.onRequest();
  private final Stop force = Stop.onRequest();
  private final CompletableFuture<Drained> end = new CompletableFuture<>();

  private RunningServer(ServerConfig config, ServerEvents events) throws IOException {
    server = new GreetingServer(config, events, Ticker.system());
    Thread.ofPlatform()
        .name("server")
        .start(
            () -> {
              try {
                end.complete(server.run(stop, force));
              } catch (Throwable e) {
                end.completeExceptionally(e);
              }
            });
  }

  public static RunningServer start() throws IOException {
    return start(builder -> builder);
  }

  public static RunningServer start(UnaryOperator<ServerConfig.Builder> change) throws IOException {
    return start(change, ServerEvents.NONE);
  }

  public static RunningServer start(UnaryOperator<ServerConfig.Builder> change, ServerEvents events)
      throws IOException {
    ServerConfig.Builder builder = ServerConfig.builder().bind(LOOPBACK).port(0);
    return new RunningServer(change.apply(builder).build(), events);
  }

  public List<Endpoint> endpoints() {
    return server.endpoints();
  }

  /** The first address of {@code tcp} or {@code udp}. */
  public InetSocketAddress address(String protocol) {
    return endpoints().stream()
        .filter(endpoint -> endpoint.protocol().equals(protocol))
        .findFirst()
        .orElseThrow()
        .address();
  }

  /** A connected socket whose reads give up after ten seconds; nothing has been read from it. */
  public Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.connect(address("tcp"), READ_TIMEOUT_MILLIS);
    return socket;
  }

  public ServerSnapshot snapshot() {
    return server.snapshot();
  }

  public void useSocketCalls() {
    server.useSocketCalls();
  }

  public boolean isUsingSocketCalls() {
    return server.isUsingSocketCalls();
  }

  public Latencies handlingTimes() {
    return server.handlingTimes();
  }

  public int renewThreads() {
    return server.renewThreads();
  }

  public void await(String what, Predicate<ServerSnapshot> condition) throws Exception {
    Probe.await(what, Duration.ofSeconds(10), () -> condition.test(snapshot()), this::snapshot);
  }

  /** How many connections have ended for this reason. */
  public long closed(CloseReason reason) {
    return snapshot().closed().getOrDefault(reason, 0L);
  }

  public void awaitClosed(CloseReason reason, long count) throws Exception {
    await(count + " closed: " + reason, now -> closed(reason) == count);
  }

  public void requestStop() {
    stop.request();
  }

  public void requestForce() {
    force.request();
  }

  /** Waits for the end of a server that has been stopped. */
  public Drained awaitEnd() throws Exception {
    return end.get(30, TimeUnit.SECONDS);
  }

  public Drained stop() throws Exception {
    requestStop();
    return awaitEnd();
  }

  @Override
  public void close() {
    requestStop();
    requestForce();
    var unused = end.join();
  }
}
