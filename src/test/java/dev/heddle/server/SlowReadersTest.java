package dev.heddle.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Framing;
import dev.heddle.stats.CloseReason;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.ServerKind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that send and do not read: cases 7 and 18. */
@Timeout(60)
final class SlowReadersTest {
  private static final int LINES = 100_000;
  private static final int STOPPED = 100;
  private static final int OTHERS = 4;
  private static final int ROUND_TRIPS = 500;

  /** Long names, so that the replies fill what the kernel holds for a connection. */
  private static final String LINE = "n".repeat(199) + "\n";

  @ParameterizedTest
  @EnumSource
  void pipelinedLines_neverRead_heapFlatAndClosedAtTheWriteTimeout(ServerKind kind)
      throws Exception {
    byte[] chunk = LINE.repeat(1000).getBytes(US_ASCII);
    try (RunningServer server =
            kind.start(b -> b.framing(Framing.LINE).writeTimeout(Duration.ofMillis(800)));
        Peer peer = Peer.silent(server.address("tcp"), 4096)) {
      long before = heapInUse();
      long start = System.nanoTime();

      CompletableFuture<Boolean> broken =
          CompletableFuture.supplyAsync(() -> isBrokenBySending(peer, chunk, LINES / 1000));
      server.await("much read", now -> now.bytesIn() > 500_000);
      long during = heapInUse();
      server.awaitClosed(CloseReason.SLOW_READER, 1);

      long millis = (System.nanoTime() - start) / 1_000_000;
      System.out.println(
          "case 7: %s, heap %d KiB more after %d lines, closed after %d ms"
              .formatted(kind, (during - before) >> 10, server.snapshot().greetings(), millis));
      assertTrue(broken.get(10, TimeUnit.SECONDS), "the peer was not cut off");
      assertTrue(during - before < 2 << 20, (during - before) + " bytes of heap");
      assertEquals(0, server.snapshot().connectionsNow());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "PLATFORM", "WILDCARD"})
  void peersStoppedMidReply_othersAreUnaffected(ServerKind kind) throws Exception {
    try (RunningServer server =
        kind.start(b -> b.framing(Framing.LINE).writeTimeout(Duration.ZERO))) {
      long[] alone = roundTrips(server);
      List<SocketChannel> stopped = new ArrayList<>();
      try {
        for (int i = 0; i < STOPPED; i++) {
          stopped.add(SocketChannel.open());
          connectNeverToRead(stopped.get(i), server.address("tcp"));
        }
        awaitStuck(server, stopped);

        long[] beside = roundTrips(server);

        System.out.println(
            "case 18: %s, alone p50 %d p99 %d us, beside %d stopped peers p50 %d p99 %d us"
                .formatted(
                    kind,
                    percentile(alone, 50),
                    percentile(alone, 99),
                    STOPPED,
                    percentile(beside, 50),
                    percentile(beside, 99)));
        assertTrue(percentile(beside, 99) < 250_000, "p99 " + percentile(beside, 99) + " us");
        server.await("only they are left", now -> now.connectionsNow() == STOPPED);
      } finally {
        for (SocketChannel each : stopped) {
          each.setOption(StandardSocketOptions.SO_LINGER, 0).close();
        }
      }
    }
  }

  private static void connectNeverToRead(SocketChannel channel, InetSocketAddress address)
      throws IOException {
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
    channel.connect(address);
    channel.configureBlocking(false);
  }

  /** Sends until the server reads no more of anybody, since each session is stuck in its reply. */
  private static void awaitStuck(RunningServer server, List<SocketChannel> stopped)
      throws Exception {
    byte[] chunk = LINE.repeat(100).getBytes(US_ASCII);
    long[] lastProgress = {System.nanoTime(), 0};
    Probe.await(
        "stuck replies",
        Duration.ofSeconds(30),
        () -> {
          for (SocketChannel each : stopped) {
            var unused = each.write(ByteBuffer.wrap(chunk));
          }
          long read = server.snapshot().bytesIn();
          if (read != lastProgress[1]) {
            lastProgress[0] = System.nanoTime();
            lastProgress[1] = read;
          }
          return System.nanoTime() - lastProgress[0] > 300_000_000;
        },
        server::snapshot);
  }

  /** Round trips in microseconds, sorted. */
  private static long[] roundTrips(RunningServer server) throws Exception {
    List<Peer> others = new ArrayList<>();
    long[] micros = new long[OTHERS * ROUND_TRIPS];
    try {
      for (int i = 0; i < OTHERS; i++) {
        others.add(Peer.greeted(server));
      }
      for (int i = 0; i < micros.length; i++) {
        long start = System.nanoTime();
        assertEquals("Hello, a!\n", others.get(i % OTHERS).ask("a"));
        micros[i] = (System.nanoTime() - start) / 1_000;
      }
    } finally {
      for (Peer each : others) {
        each.close();
      }
    }
    Arrays.sort(micros);
    return micros;
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static boolean isBrokenBySending(Peer peer, byte[] chunk, int times) {
    try {
      for (int i = 0; i < times; i++) {
        peer.send(chunk);
      }
      return peer.readToFin().isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
