package dev.heddle.bench;

import dev.heddle.server.GreetingServer;
import dev.heddle.server.ServerConfig;
import dev.heddle.server.ServerEvents;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Threading;
import dev.heddle.tasks.Ticker;
import dev.heddle.tasks.loop.EventLoops;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Heddle's server in this process, on loopback, with the limits that it ships with. */
final class LocalServer implements Closeable {
  /** What a fork needs for event loops, and the jar's manifest gives a run without forks. */
  static final String OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED";

  /** Likewise for what they ask the system by, and for several datagrams at a time. */
  static final String OPENS_SOCKETS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

  /** Likewise for several datagrams at a time. */
  static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  private final Stop stop = Stop.onRequest();
  private final GreetingServer server;
  private final Thread serving;

  /**
   * @param threads the kind of the connections' threads
   * @param poolSize how many a {@code pool} has
   * @throws IllegalStateException if it is {@code virtual} and there would be no event loops: the
   *     figures would be those of {@code virtual:jdk}
   */
  LocalServer(String threads, int poolSize) throws IOException {
    if (threads.equals("virtual") && !EventLoops.areAvailable()) {
      throw new IllegalStateException(
          "threads=virtual runs on event loops, for which java needs " + OPENS);
    }
    server =
        new GreetingServer(
            ServerConfig.builder()
                .bind(List.of(InetAddress.getLoopbackAddress()))
                .port(0)
                .threading(Threading.parse(threads.equals("pool") ? "pool:" + poolSize : threads))
                .build(),
            ServerEvents.NONE,
            Ticker.system());
    serving = Thread.ofPlatform().name("server").start(this::serve);
  }

  /** Where it listens, for TCP and UDP. */
  InetSocketAddress address() {
    return server.endpoints().getFirst().address();
  }

  @Override
  public void close() {
    stop.request();
    try {
      serving.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    try {
      var unused = server.run(stop, stop);
    } catch (Exception e) {
      throw new IllegalStateException("the server failed", e);
    }
  }
}
