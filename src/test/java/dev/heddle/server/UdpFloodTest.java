package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.stats.DropReason;
import dev.heddle.stats.ServerSnapshot;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.UdpPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One address floods; others are still answered (case 25). */
@Timeout(60)
final class UdpFloodTest {
  private static final int RATE = 50;
  private static final int BURST = 2 * RATE;
  private static final int OTHERS = 10;
  private static final int ASKS_EACH = 80; // under the burst: the others keep to their rate
  private static final int ASKS = OTHERS * ASKS_EACH;
  private static final int REPLY_MILLIS = 100;
  private static final int WARM = 50_000;
  private static final int MOST_DATAGRAMS = 10_000_000;
  private static final int MOST_SECONDS = 30;

  @Test
  void flood_fromOneAddress_othersGetNineOfTenAnswered() throws Exception {
    try (RunningServer server = RunningServer.start(config -> config.udpRate(RATE));
        Flood flood = new Flood("127.0.0.2", server.address("udp"))) {
      server.await("the flood is over its rate", seen -> overRate(seen) > WARM);
      ServerSnapshot before = server.snapshot();
      long sentBefore = flood.sent();

      int answered = 0;
      for (int i = 0; i < OTHERS; i++) {
        answered += answered("127.0.1." + (i + 1), server.address("udp"));
      }

      long sent = flood.sent() - sentBefore;
      ServerSnapshot after = server.snapshot();
      long millis = flood.stop();
      System.out.printf(
          "flood: %d sent and %d seen (%.0f %%) while others asked; others: %d of %d answered%n",
          sent,
          after.datagrams() - before.datagrams(),
          100.0 * (after.datagrams() - before.datagrams()) / (sent + ASKS),
          answered,
          ASKS);
      assertTrue(answered >= 0.9 * ASKS, answered + " of " + ASKS + " answered");
      long toTheFlood = after.datagramReplies() - answered;
      assertTrue(
          toTheFlood <= BURST + RATE * (millis / 1_000 + 1),
          () -> toTheFlood + " answers to the flood in " + millis + " ms");
    }
  }

  /** How many of the datagrams of one other address are answered. */
  private static int answered(String address, InetSocketAddress server) throws IOException {
    int answered = 0;
    try (UdpPeer other = UdpPeer.at(address)) {
      for (int i = 0; i < ASKS_EACH; i++) {
        other.send("other " + i, server);
        if (other.receive(REPLY_MILLIS).equals(Optional.of("Hello, other " + i + "!"))) {
          answered++;
        }
      }
    }
    return answered;
  }

  private static long overRate(ServerSnapshot snapshot) {
    return snapshot.dropped().getOrDefault(DropReason.RATE, 0L);
  }

  /** As fast as one thread can, bounded in number and time. */
  private static final class Flood implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong sent = new AtomicLong();
    private final long start = System.nanoTime();
    private final Thread thread;
    private volatile long end;

    Flood(String from, InetSocketAddress to) throws IOException {
      DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(from, 0));
      thread =
          Thread.ofPlatform()
              .name("flood")
              .start(
                  () -> {
                    try (channel) {
                      ByteBuffer datagram = ByteBuffer.allocateDirect(1);
                      while (!stop.get()
                          && sent.get() < MOST_DATAGRAMS
                          && millis() < MOST_SECONDS * 1_000L) {
                        sent.addAndGet(channel.send(datagram.clear(), to));
                      }
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    } finally {
                      end = System.nanoTime();
                    }
                  });
    }

    long millis() {
      return ((end == 0 ? System.nanoTime() : end) - start) / 1_000_000;
    }

    long sent() {
      return sent.get();
    }

    /** Ends it; returns for how many milliseconds it ran. */
    long stop() throws InterruptedException {
      assertTrue(thread.isAlive(), "the flood ended before the others were done");
      stop.set(true);
      thread.join();
      return millis();
    }

    @Override
    public void close() {
      stop.set(true);
    }
  }
}
