package dev.heddle.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.tasks.loop.EventLoop;
import dev.heddle.tasks.loop.EventLoops;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SessionTest {
  @Test
  void halfClose_afterThreeLines_allRepliesThenFin() throws Exception {
    try (RunningServer server = RunningServer.start();
        Socket client = server.connect()) {
      client.getOutputStream().write("a\nb\r\nc".getBytes(UTF_8));
      client.shutdownOutput();

      byte[] all = client.getInputStream().readAllBytes();

      assertEquals("Welcome!\nHello, a!\nHello, b!\r\nHello, c!", new String(all, UTF_8));
    }
  }

  @Test
  void sweep_inputThatTheThreadCouldNotRead_isNoSilence() throws Exception {
    AtomicLong nanos = new AtomicLong();
    ServerConfig config = ServerConfig.builder().idleTimeout(Duration.ofSeconds(1)).build();
    CountDownLatch free = new CountDownLatch(1);
    try (LoneSession lone = LoneSession.start(config, nanos::get)) {
      Session session = lone.session();
      Peer peer = lone.peer();
      holdLoops(lone.threads(), free);
      peer.send("x\n");
      Probe.await("the line has arrived", () -> !session.awaitsInput());
      for (int i = 0; i < 100; i++) { // the clock goes on by steps
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        var unused = lone.clock().update();
      }

      session.sweep(lone.clock().millis());
      free.countDown();

      assertEquals("Hello, x!\n", peer.readLine());
      peer.sendFin();
      assertEquals("", peer.readToFin());
    } finally {
      free.countDown();
    }
  }

  /** Lets no session run until {@code free} is at zero. */
  private static void holdLoops(SessionThreads threads, CountDownLatch free) throws Exception {
    EventLoops loops = ((SessionThreads.OnLoops) threads).loops();
    CountDownLatch held = new CountDownLatch(loops.all().size());
    for (EventLoop loop : loops.all()) {
      loop.execute(
          () -> {
            held.countDown();
            try {
              free.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    held.await();
  }
}
