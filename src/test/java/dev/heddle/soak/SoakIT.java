package dev.heddle.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Tasks.Forks;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Polite clients beside hostile ones, against the jar as a process of its own: every greeting
 * right, and nothing left when all have gone. Prints what it saw.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 1, unit = TimeUnit.DAYS)
final class SoakIT {
  private static final Duration LENGTH =
      Duration.ofSeconds(Long.getLong("heddle.soak.seconds", 600));
  private static final long PAUSE_MILLIS = 1_000;
  private static final long HOT_PAUSE_MILLIS = 10;
  private static final long HOSTILE_PAUSE_MILLIS = 100;

  /** How long the server waits for the FIN of a client that it has sent its own, and a little. */
  private static final Duration LINGER = Duration.ofMillis(2_500);

  /** What caches and code loaded late may add to the live heap. */
  private static final long HEAP_SLACK_BYTES = 4 << 20;

  private final Tally tally = new Tally();

  /**
   * @param polite clients that greet once a second
   * @param hot clients that greet a hundred times a second
   * @param hostile clients of each hostile kind
   */
  private record Crowd(int polite, int hot, int hostile) {}

  @Test
  @Tag("soak")
  void server_besieged_greetsAllAndKeepsNothing() throws Exception {
    besiege(new Crowd(2_000, 4, 10), LENGTH);
  }

  @Test
  @Timeout(60)
  void server_besiegedBriefly_greetsAllAndKeepsNothing() throws Exception {
    besiege(new Crowd(100, 2, 2), Duration.ofSeconds(4));
  }

  private void besiege(Crowd crowd, Duration length) throws Exception {
    try (HeddleProcess heddle =
        HeddleProcess.start(
            "serve",
            "--no-http",
            "--bind=127.0.0.1",
            "--port=0",
            "--quiet",
            "--framing=line",
            "--idle-timeout=10s",
            "--message-timeout=2s",
            "--write-timeout=2s")) {
      InetSocketAddress address = heddle.readTcpAddress();
      siege(address, new Crowd(20, 1, 1), Duration.ofSeconds(1), new Tally()); // loads the code
      awaitSettled(heddle.process());
      Footprint before = Footprint.of(heddle.process());

      siege(address, crowd, length, tally);

      awaitFiles(heddle.process(), before.files());
      Footprint after = Footprint.of(heddle.process());
      print(crowd, length, before, after);
      assertEquals(List.of(), tally.faults());
      assertTrue(tally.greetings() > 0);
      for (Hostile kind : Hostile.values()) {
        assertTrue(tally.attacks(kind) > 0, kind::name);
      }
      assertTrue(after.heapBytes() <= before.heapBytes() + HEAP_SLACK_BYTES, "the heap grew");
      heddle.terminate();
      assertEquals(0, heddle.awaitExit());
    }
  }

  /** Waits until the clients' last sockets are gone: no change for longer than they linger. */
  private static void awaitSettled(Process server) throws Exception {
    AtomicLong files = new AtomicLong();
    AtomicLong since = new AtomicLong(System.nanoTime());
    Probe.await(
        "open files settle",
        Duration.ofSeconds(30),
        () -> {
          long now = Footprint.files(server);
          if (files.getAndSet(now) != now) {
            since.set(System.nanoTime());
          }
          return System.nanoTime() - since.get() > LINGER.toNanos();
        },
        files::get);
  }

  private static void awaitFiles(Process server, long baseline) throws Exception {
    AtomicLong files = new AtomicLong();
    Probe.await(
        "open files are back at " + baseline,
        Duration.ofSeconds(30),
        () -> {
          files.set(Footprint.files(server));
          return files.get() <= baseline;
        },
        files::get);
  }

  private static void siege(InetSocketAddress server, Crowd crowd, Duration length, Tally tally)
      throws Exception {
    Stop end = Stop.within(length);
    Tasks.runUntil(
        "polite",
        Stop.onRequest(), // each leaves by itself, its last greeting received
        polite -> {
          for (int i = 0; i < crowd.polite() + crowd.hot(); i++) {
            long pause = i < crowd.polite() ? PAUSE_MILLIS : HOT_PAUSE_MILLIS;
            polite.fork("polite " + i, new PoliteClient(server, tally, end, pause, i)::run);
          }
          Tasks.runUntil("hostile", end, hostile -> forkHostile(hostile, crowd, server, tally));
        });
  }

  private static void forkHostile(Forks forks, Crowd crowd, InetSocketAddress server, Tally tally) {
    for (Hostile kind : Hostile.values()) {
      for (int i = 0; i < crowd.hostile(); i++) {
        forks.fork(kind + " " + i, () -> attack(kind, server, tally));
      }
    }
  }

  /** Attacks until it is interrupted, which closes the socket. */
  private static void attack(Hostile kind, InetSocketAddress server, Tally tally) {
    while (!Thread.currentThread().isInterrupted()) {
      try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
        tally.attacked(kind);
        kind.attack(socket);
      } catch (IOException e) {
        // thrown out, as it should be
      } catch (AssertionError e) {
        tally.fault(e.toString());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(HOSTILE_PAUSE_MILLIS));
    }
  }

  private void print(Crowd crowd, Duration length, Footprint before, Footprint after) {
    StringBuilder report = new StringBuilder();
    report.append(
        "soak: %d s, JDK %s, %d polite and %d hot clients, %d of each hostile kind%n"
            .formatted(
                length.toSeconds(),
                System.getProperty("java.version"),
                crowd.polite(),
                crowd.hot(),
                crowd.hostile()));
    report.append(
        "  %d greetings in %d conversations, %d of them faulty; p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms%n"
            .formatted(
                tally.greetings(),
                tally.conversations(),
                tally.faulty(),
                tally.latencyMillis(0.5),
                tally.latencyMillis(0.99),
                tally.latencyMillis(0.999)));
    report.append("  hostile connections:");
    for (Hostile kind : Hostile.values()) {
      report.append(" %s %d".formatted(kind, tally.attacks(kind)));
    }
    report.append("%n  before: %s%n  after:  %s%n".formatted(before, after));
    report.append(
        "  server CPU: %.1f s%n".formatted(after.cpu().minus(before.cpu()).toMillis() / 1_000.0));
    System.out.print(report);
  }
}
