package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Framing;
import dev.heddle.stats.CloseReason;
import dev.heddle.stats.RefusalReason;
import dev.heddle.testing.Peer;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.ServerKind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many connections at once: cases 6, 13 and 15. */
@Timeout(120)
final class CrowdTest {
  private static final int SILENT = 5_000;
  private static final int NEWCOMERS = 21;
  private static final int BURST = 1_000;
  private static final long SYN_RETRY_MILLIS = 1_000;

  @Test
  void silentPeers_byTheThousand_closedAtTheIdleTimeoutWhileANewcomerIsGreeted() throws Exception {
    List<Peer> silent = new ArrayList<>();
    try (RunningServer server =
        RunningServer.start(b -> b.framing(Framing.LINE).idleTimeout(Duration.ofSeconds(6)))) {
      for (int i = 0; i < SILENT; i++) {
        silent.add(Peer.silent(server));
      }
      server.await("all there", now -> now.connections() == SILENT);

      long[] millis = greetNewcomers(server);
      long held = server.snapshot().connectionsNow();
      for (Peer each : silent) {
        assertEquals("Welcome!\n", each.readToFin());
        each.leave();
      }
      server.awaitClosed(CloseReason.IDLE, SILENT);

      System.out.println(
          "case 6: newcomer greeted in %d ms (median of %d; worst %d), beside %d silent peers"
              .formatted(millis[NEWCOMERS / 2], NEWCOMERS, millis[NEWCOMERS - 1], held));
      assertTrue(held >= SILENT * 9 / 10, "only " + held + " were still there");
      assertTrue(millis[NEWCOMERS / 2] <= 100, Arrays.toString(millis));
    } finally {
      close(silent);
    }
  }

  @ParameterizedTest
  @EnumSource
  void peersOverTheLimit_waitInTheQueueAndAreServedLater(ServerKind kind) throws Exception {
    int limit = kind == ServerKind.POOL ? ServerKind.POOL_SIZE : 10;
    List<Peer> served = new ArrayList<>();
    List<Peer> waiting = new ArrayList<>();
    try (RunningServer server = kind.start(b -> b.framing(Framing.LINE).maxConnections(limit))) {
      for (int i = 0; i < limit; i++) {
        served.add(Peer.greeted(server));
      }
      for (int i = 0; i < 50; i++) {
        waiting.add(Peer.silent(server).send("a\n"));
      }
      assertEquals("Hello, a!\n", served.getFirst().ask("a"));
      assertSilent(waiting.getFirst());
      assertEquals(limit, server.snapshot().connections());

      close(served);
      for (Peer each : waiting) {
        assertEquals("Welcome!\n", each.readLine());
        assertEquals("Hello, a!\n", each.readLine());
        each.leave();
      }

      server.await("all served", now -> now.connections() == limit + 50);
      System.out.println("case 13: " + kind + ", 50 over the limit of " + limit + " served later");
    } finally {
      close(served);
      close(waiting);
    }
  }

  @ParameterizedTest
  @EnumSource
  void peersOverTheLimit_serverStops_noneHadBeenTakenFromTheQueue(ServerKind kind)
      throws Exception {
    List<Peer> waiting = new ArrayList<>();
    try (RunningServer server = kind.start(b -> b.framing(Framing.LINE).maxConnections(1));
        Peer served = Peer.greeted(server)) {
      for (int i = 0; i < 5; i++) {
        waiting.add(Peer.silent(server));
      }
      assertSilent(waiting.getFirst());
      server.requestStop();
      assertEquals("", served.readToFin());
      served.leave();
      assertTrue(server.awaitEnd().isGraceful());

      assertEquals(0, server.snapshot().refused().get(RefusalReason.STOPPING));
      assertEquals(1, server.snapshot().connections());
    } finally {
      close(waiting);
    }
  }

  @Test
  void limit_reached_isToldOnceEachTime() throws Exception {
    Fullness events = new Fullness();
    try (RunningServer server = RunningServer.start(b -> b.maxConnections(2), events);
        Peer first = Peer.greeted(server)) {
      for (int times = 0; times < 2; times++) {
        try (Peer second = Peer.greeted(server)) {
          assertEquals(2, events.limits.take());
          events.awaitSeconds(2);
          assertTrue(events.limits.isEmpty(), "told again");
          second.leave();
          server.await("one has left", now -> now.connectionsNow() == 1);
          events.awaitSeconds(2);
        }
      }
      assertEquals("Hello, a!\n", first.ask("a"));
    }
  }

  @Test
  void connects_inABurst_noneTakesASynRetry() throws Exception {
    List<Peer> all = new ArrayList<>();
    try (RunningServer server = RunningServer.start(b -> b.maxConnections(1));
        Peer first = Peer.greeted(server)) {
      CountDownLatch begin = new CountDownLatch(1);
      long[] millis = new long[BURST];
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Peer>> connecting = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
          int index = i;
          connecting.add(
              executor.submit(
                  () -> {
                    begin.await();
                    long start = System.nanoTime();
                    Peer peer = Peer.silent(server);
                    millis[index] = (System.nanoTime() - start) / 1_000_000;
                    return peer;
                  }));
        }
        begin.countDown();
        for (Future<Peer> each : connecting) {
          all.add(each.get());
        }
      }
      assertEquals(1, server.snapshot().connections()); // all the others are in the queue

      Arrays.sort(millis);
      System.out.println(
          "case 15: %d connects, p50 %d ms, slowest %d ms"
              .formatted(BURST, millis[BURST / 2], millis[BURST - 1]));
      assertTrue(millis[BURST - 1] < SYN_RETRY_MILLIS, millis[BURST - 1] + " ms");
      assertEquals("Hello, a!\n", first.ask("a"));
    } finally {
      close(all);
    }
  }

  private static long[] greetNewcomers(RunningServer server) throws IOException {
    long[] millis = new long[NEWCOMERS];
    for (int i = 0; i < NEWCOMERS; i++) {
      long start = System.nanoTime();
      try (Peer newcomer = Peer.greeted(server)) {
        assertEquals("Hello, new!\n", newcomer.ask("new"));
        millis[i] = (System.nanoTime() - start) / 1_000_000;
      }
    }
    Arrays.sort(millis);
    return millis;
  }

  private static void assertSilent(Peer peer) throws IOException {
    peer.socket().setSoTimeout(200);
    assertThrows(SocketTimeoutException.class, () -> peer.read(1));
    peer.socket().setSoTimeout(10_000);
  }

  private static void close(List<Peer> peers) throws IOException {
    for (Peer each : peers) {
      each.close();
    }
  }

  /** Keeps what is told of the limit. */
  private static final class Fullness implements ServerEvents {
    private final BlockingQueue<Integer> limits = new LinkedBlockingQueue<>();
    private final Semaphore seconds = new Semaphore(0);

    @Override
    public void full(int limit) {
      limits.add(limit);
    }

    @Override
    public void tick() {
      seconds.release();
    }

    /** From now on. */
    void awaitSeconds(int count) throws InterruptedException {
      seconds.drainPermits();
      seconds.acquire(count);
    }
  }
}
