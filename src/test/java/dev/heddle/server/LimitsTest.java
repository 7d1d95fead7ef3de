package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Framing;
import dev.heddle.stats.CloseReason;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.ServerKind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are too long or too slow: cases 4 and 5. */
@Timeout(60)
final class LimitsTest {
  private static final String REFUSAL = "Error: message longer than 8192 bytes\n";

  @ParameterizedTest
  @EnumSource
  void message_ofAGibibyteWithoutNewline_errorAndClose(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start(builder -> builder.framing(Framing.LINE));
        Peer peer = Peer.greeted(server)) {
      CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendEndlessly(peer));

      assertEquals(REFUSAL, peer.readLine());

      long bytes = sent.get(30, TimeUnit.SECONDS);
      server.awaitClosed(CloseReason.TOO_LONG, 1);
      System.out.println("case 4: " + kind + ", closed after " + (bytes >> 10) + " KiB of 1 GiB");
      assertTrue(bytes < 1 << 30, bytes + " bytes");
      assertTrue(server.snapshot().bytesIn() <= 8194, "read " + server.snapshot().bytesIn());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void message_ofExactlyTheLimit_isGreeted(String terminator) throws Exception {
    String name = "x".repeat(8192);
    for (Framing framing : Framing.values()) {
      try (RunningServer server = RunningServer.start(builder -> builder.framing(framing));
          Peer peer = Peer.greeted(server)) {
        peer.send(name + terminator);
        assertEquals("Hello, " + name + "!" + terminator, peer.readLine());

        peer.send(name + "x" + terminator + "more" + terminator).sendFin();
        assertEquals(REFUSAL, peer.readToFin());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void message_inADrip_isClosedAtTheMessageTimeout(ServerKind kind) throws Exception {
    try (RunningServer server =
            kind.start(b -> b.framing(Framing.LINE).messageTimeout(Duration.ofMillis(600)));
        Peer peer = Peer.greeted(server)) {
      long start = System.nanoTime();

      int dripped = dripUntilClosed(peer);

      long millis = (System.nanoTime() - start) / 1_000_000;
      peer.leave();
      server.awaitClosed(CloseReason.SLOW_MESSAGE, 1);
      System.out.println(
          "case 5: " + kind + ", closed after " + dripped + " bytes, " + millis + " ms of 600");
      assertTrue(millis >= 300 && millis < 2_000, millis + " ms");
    }
  }

  @Test
  void message_inParts_isTimedOnce() throws Exception {
    try (RunningServer server = RunningServer.start(b -> b.framing(Framing.LINE));
        Peer peer = Peer.greeted(server)) {
      for (int sent = 1; sent <= 5; sent++) {
        int bytes = sent;
        peer.send("x");
        server.await("its byte", now -> now.bytesIn() == bytes);
      }
      assertEquals("Hello, xxxxx!\n", peer.ask(""));

      Probe.await("it was timed", () -> server.handlingTimes().count() > 0);
      assertEquals(1, server.handlingTimes().count());
    }
  }

  @Test
  void message_inADripAfterOthers_hasTheTimeoutForItself() throws Exception {
    try (RunningServer server =
            RunningServer.start(
                b -> b.framing(Framing.LINE).messageTimeout(Duration.ofMillis(800)));
        Peer peer = Peer.greeted(server)) {
      long start = System.nanoTime();
      int lines = 0;
      while (System.nanoTime() - start < 2_000_000_000L) {
        peer.send("\nx"); // always in the middle of a message, never long in the same one
        peer.readLine();
        lines++;
        awaitNothing(peer, 50);
      }

      assertEquals(lines, server.snapshot().greetings());
      assertEquals("Hello, x!\n", peer.ask(""));
    }
  }

  @Test
  void idle_peerThatSpeaksNowAndThen_isNotIdle() throws Exception {
    try (RunningServer server = RunningServer.start(b -> b.idleTimeout(Duration.ofSeconds(1)));
        Peer peer = Peer.greeted(server)) {
      for (int i = 0; i < 12; i++) {
        assertEquals("Hello, a!\n", peer.ask("a"));
        awaitNothing(peer, 150);
      }

      assertEquals("Hello, b!\n", peer.ask("b"));
    }
  }

  @Test
  void limits_switchedOff_neverClose() throws Exception {
    try (RunningServer server =
            RunningServer.start(
                b ->
                    b.framing(Framing.LINE)
                        .idleTimeout(Duration.ZERO)
                        .messageTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO));
        Peer peer = Peer.greeted(server)) {
      awaitNothing(peer, 700); // more than one pass of the sweeper
      peer.send("x");
      awaitNothing(peer, 700);

      assertEquals("Hello, x!\n", peer.ask(""));
    }
  }

  private static long sendEndlessly(Peer peer) {
    byte[] chunk = "x".repeat(1 << 16).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    long sent = 0;
    try {
      while (sent < 1 << 30) {
        peer.send(chunk);
        sent += chunk.length;
      }
    } catch (IOException e) {
      // the server has closed, as it should
    }
    return sent;
  }

  /** A byte every 40 ms, paced by a read that has nothing to read; returns how many. */
  private static int dripUntilClosed(Peer peer) throws IOException {
    peer.socket().setSoTimeout(40);
    for (int sent = 1; ; sent++) {
      peer.send("x");
      try {
        assertEquals("", peer.readToFin());
        return sent;
      } catch (SocketTimeoutException e) {
        assertTrue(sent < 100, "never closed");
      }
    }
  }

  private static void awaitNothing(Peer peer, int millis) throws IOException {
    peer.socket().setSoTimeout(millis);
    try {
      throw new AssertionError("came: '" + peer.read(1) + "'");
    } catch (SocketTimeoutException e) {
      peer.socket().setSoTimeout(10_000);
    }
  }
}
