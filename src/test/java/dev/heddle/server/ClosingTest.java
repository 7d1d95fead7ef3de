package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Framing;
import dev.heddle.stats.CloseReason;
import dev.heddle.testing.Peer;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.ServerKind;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How connections end: with a FIN, never an RST. Cases 8 and 10. */
@Timeout(30)
final class ClosingTest {
  private static final String JUNK = "junk that nobody reads\n".repeat(1000);

  @ParameterizedTest
  @EnumSource
  void exit_withTrailingJunk_finAndNoRst(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start();
        Peer peer = Peer.greeted(server)) {
      peer.send("a\nexit\n" + JUNK);

      assertEquals("Hello, a!\n", peer.readToFin());
      assertNoRst(peer);
      peer.leave();
      server.awaitClosed(CloseReason.EXIT, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void exit_junkStillComingAfterTheFin_isReadUntilThePeerCloses(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start();
        Peer peer = Peer.greeted(server)) {
      peer.send("exit\n");
      assertEquals("", peer.readToFin());

      assertNoRst(peer);
      peer.leave();

      server.awaitClosed(CloseReason.EXIT, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void exit_peerNeverCloses_endsAfterTheLingerAsAnExit(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start();
        Peer peer = Peer.greeted(server)) {
      long start = System.nanoTime();
      peer.send("exit\n");
      assertEquals("", peer.readToFin());
      server.await("the session's end", now -> now.connectionsNow() == 0);

      long millis = (System.nanoTime() - start) / 1_000_000;
      System.out.println(
          "case 8: " + kind + ", a peer that stays after exit held " + millis + " ms");
      assertEquals(1, server.closed(CloseReason.EXIT));
      assertTrue(millis < 2 * Session.LINGER_MILLIS, millis + " ms");
    }
  }

  @Test
  void exit_peerResets_isStillAnExit() throws Exception {
    try (RunningServer server = RunningServer.start();
        Peer peer = Peer.greeted(server)) {
      peer.send("exit\n");
      assertEquals("", peer.readToFin());
      peer.reset();

      server.awaitClosed(CloseReason.EXIT, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfClose_afterManyLines_allRepliesThenFin(ServerKind kind) throws Exception {
    int count = 2000;
    StringBuilder expected = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("name-").append(i).append('\n');
      expected.append("Hello, name-").append(i).append("!\n");
    }
    lines.append("last");
    expected.append("Hello, last!");
    try (RunningServer server = kind.start();
        Peer peer = Peer.greeted(server)) {
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  peer.send(lines.toString()).sendFin();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });

      assertEquals(expected.toString(), peer.readToFin());
      sent.get(10, TimeUnit.SECONDS);
      server.awaitClosed(CloseReason.END, 1);
      assertEquals(count + 1, server.snapshot().greetings());
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfClose_atOnce_finAfterTheWelcome(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start();
        Peer peer = Peer.greeted(server)) {
      peer.sendFin();

      assertEquals("", peer.readToFin());
    }
  }

  @ParameterizedTest
  @EnumSource
  void idle_silentPeer_finAtTheIdleTimeout(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start(b -> b.idleTimeout(Duration.ofMillis(300)));
        Peer peer = Peer.greeted(server)) {
      long start = System.nanoTime();

      assertEquals("", peer.readToFin());

      long millis = (System.nanoTime() - start) / 1_000_000;
      peer.leave();
      server.awaitClosed(CloseReason.IDLE, 1);
      System.out.println("idle: " + kind + ", closed after " + millis + " ms of 300");
      assertTrue(millis >= 150 && millis < 2_000, millis + " ms");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tooLong_withMoreOnItsWay_errorThenFin(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start(b -> b.framing(Framing.LINE).maxMessage(100));
        Peer peer = Peer.greeted(server)) {
      peer.send("a\n" + "x".repeat(200) + "\n" + JUNK);

      assertEquals("Hello, a!\nError: message longer than 100 bytes\n", peer.readToFin());
      assertNoRst(peer);
      peer.leave();
      server.awaitClosed(CloseReason.TOO_LONG, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closed_event_knowsThePeer(ServerKind kind) throws Exception {
    CompletableFuture<SocketAddress> closed = new CompletableFuture<>();
    ServerEvents events =
        new ServerEvents() {
          @Override
          public void closed(Socket peer, CloseReason reason) {
            closed.complete(peer.getRemoteSocketAddress());
          }
        };
    try (RunningServer server = kind.start(builder -> builder, events);
        Peer peer = Peer.greeted(server)) {
      SocketAddress own = peer.socket().getLocalSocketAddress();

      peer.send("exit\n").sendFin();

      assertEquals(own, closed.get(10, TimeUnit.SECONDS));
    }
  }

  /** An RST that follows the FIN is no failure of reading, but breaks the pipe of a writer. */
  private static void assertNoRst(Peer peer) throws IOException {
    for (int i = 0; i < 10; i++) {
      peer.send(JUNK);
    }
  }
}
