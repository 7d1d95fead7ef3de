package dev.heddle.testing;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Ticker;
import dev.heddle.web.http.Handler;
import dev.heddle.web.http.HttpLimits;
import dev.heddle.web.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A real HTTP server in this process, on 127.0.0.1 and a port of its own. */
public final class RunningWeb implements AutoCloseable {
  /** Of few connections and little time, for tests that use it up. */
  public static final HttpLimits SHORT =
      new HttpLimits(
          4,
          1_024,
          Duration.ofMillis(400),
          Duration.ofMillis(400),
          Duration.ofMillis(200),
          Duration.ofMillis(50),
          3);

  private final ServerSocket socket;
  private final Stop stop = Stop.onRequest();
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  private RunningWeb(HttpLimits limits, Handler handler) throws IOException {
    socket = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    HttpServer server =
        new HttpServer(
            List.of(socket), List.of("weaver.example"), limits, handler, Ticker.system());
    Thread.ofPlatform()
        .name("web")
        .start(
            () -> {
              try {
                server.run(stop);
                end.complete(true);
              } catch (Throwable e) {
                end.completeExceptionally(e);
              }
            });
  }

  public static RunningWeb start(HttpLimits limits, Handler handler) throws IOException {
    return new RunningWeb(limits, handler);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** A client that has sent {@code request} as it is. */
  public Peer send(String request) throws IOException {
    return Peer.silent(address()).send(request);
  }

  /** What comes back for {@code request} until the connection is closed. */
  public String ask(String request) throws IOException {
    try (Peer peer = send(request)) {
      return peer.readToFin();
    }
  }

  /** Asks well, once, and returns the whole response. */
  public String get(String target) throws IOException {
    return ask("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  /** Waits for the end of a server that has been stopped. */
  @Override
  public void close() {
    stop.request();
    var unused = end.join();
  }
}
