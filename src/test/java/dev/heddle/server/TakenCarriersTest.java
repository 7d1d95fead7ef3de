package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.stats.CloseReason;
import dev.heddle.testing.Peer;
import dev.heddle.testing.RunningServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server still does while virtual threads that never wait keep every carrier. */
@Timeout(60)
final class TakenCarriersTest {
  @Test
  void connection_isAccepted() throws Exception {
    try (RunningServer server = RunningServer.start();
        Peer first = Peer.greeted(server)) {
      Peer peer;
      try (Hogs hogs = new Hogs()) {
        peer = Peer.silent(server);
        server.await("accepted beside " + hogs, now -> now.connections() == 2);
      }
      assertEquals("Welcome!\n", peer.readLine());
      peer.close();
      assertEquals("Hello, a!\n", first.ask("a"));
    }
  }

  @Test
  void idleConnection_isClosedAtItsLimit() throws Exception {
    try (RunningServer server = RunningServer.start(b -> b.idleTimeout(Duration.ofMillis(400)));
        Peer peer = Peer.greeted(server)) {
      assertEquals("Hello, a!\n", peer.ask("a"));
      try (Hogs hogs = new Hogs()) {
        assertEquals("", peer.readToFin(), () -> "beside " + hogs);
      }
      peer.leave();
      server.awaitClosed(CloseReason.IDLE, 1);
    }
  }

  /** As many busy virtual threads as there are carriers. */
  private static final class Hogs implements AutoCloseable {
    private final int count = Runtime.getRuntime().availableProcessors();
    private final CountDownLatch running = new CountDownLatch(count);
    private final AtomicBoolean over = new AtomicBoolean();

    Hogs() throws InterruptedException {
      for (int i = 0; i < count; i++) {
        Thread.startVirtualThread(this::spin);
      }
      running.await();
    }

    private void spin() {
      running.countDown();
      while (!over.get()) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      over.set(true);
    }

    @Override
    public String toString() {
      return count + " hogs";
    }
  }
}
