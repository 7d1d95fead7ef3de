package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.greeting.Framing;
import dev.heddle.stats.CloseReason;
import dev.heddle.stats.ServerSnapshot;
import dev.heddle.testing.OpenFiles;
import dev.heddle.testing.Peer;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.ServerKind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that reset: cases 11 (its log lines are in HostilePeersIT) and 12. */
@Timeout(60)
final class ResetsTest {
  /** Open files that the JVM itself may come to need meanwhile. */
  private static final int SPARE = 5;

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "VIRTUAL_DIRECT", "POOL", "WILDCARD"})
  void reset_afterEachOfTenThousandConnects_openFilesBackAtTheBaseline(ServerKind kind)
      throws Exception {
    assumeTrue(OpenFiles.areListed(), "this system doesn't list open files");
    int count = kind == ServerKind.VIRTUAL ? 10_000 : 1_000;
    try (RunningServer server = kind.start()) {
      connectAndReset(server, 10); // classes and pollers are loaded
      long baseline = OpenFiles.count();
      long start = System.nanoTime();

      connectAndReset(server, count);
      server.await("all accepted", now -> now.connections() == 10 + count);
      server.await("all ended", now -> now.connectionsNow() == 0);

      long millis = (System.nanoTime() - start) / 1_000_000;
      long after = OpenFiles.count();
      System.out.println(
          "case 11: %s, %d resets in %d ms, open files %d before and %d after"
              .formatted(kind, count, millis, baseline, after));
      assertTrue(after <= baseline + SPARE, after + " open files, " + baseline + " before");
      assertEquals(0, server.closed(CloseReason.FAILURE));
      assertEquals(0, server.snapshot().acceptFailures());
    }
  }

  @ParameterizedTest
  @EnumSource
  void reset_beforeTheReply_givesThePermitBack(ServerKind kind) throws Exception {
    int rounds = 50;
    try (RunningServer server = kind.start(b -> b.framing(Framing.LINE).maxConnections(1))) {
      for (int i = 0; i < rounds; i++) {
        Peer.silent(server).send("a\n".repeat(i)).reset();
      }
      for (int i = 0; i < rounds; i++) {
        Peer.greeted(server).send("half a message").reset();
      }

      try (Peer peer = Peer.greeted(server)) {
        assertEquals("Hello, a!\n", peer.ask("a"));
        assertEquals(1, server.snapshot().connectionsNow());
      }
      server.await("all ended", now -> now.connectionsNow() == 0);
      ServerSnapshot end = server.snapshot();
      assertEquals(end.connections(), end.closed().values().stream().mapToLong(n -> n).sum());
      System.out.println("case 12: " + kind + ", " + end.summary());
    }
  }

  @ParameterizedTest
  @EnumSource
  void reset_whileTheSessionWaits_isCountedAsOne(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start();
        Peer peer = Peer.greeted(server)) {
      assertEquals("Hello, a!\n", peer.ask("a"));

      peer.reset();

      server.awaitClosed(CloseReason.RESET, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void reset_duringTheGrace_endsTheSession(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start(b -> b.maxConnections(1))) {
      for (int i = 0; i < 20; i++) {
        Peer.greeted(server).send("bare").reset();
      }

      try (Peer peer = Peer.greeted(server)) {
        assertEquals("Hello, a!\n", peer.ask("a"));
      }
    }
  }

  private static void connectAndReset(RunningServer server, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Peer.silent(server).reset();
    }
  }
}
