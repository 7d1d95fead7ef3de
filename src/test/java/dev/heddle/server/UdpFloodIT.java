package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.stats.DropReason;
import dev.heddle.stats.ServerSnapshot;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.UdpPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One address floods; others are still answered (case 25). By itself: it takes one core to flood
 * and one to keep up.
 */
@Timeout(60)
final class UdpFloodIT {
  private static final int RATE = 50;
  private static final int BURST = 2 * RATE;
  private static final int OTHERS = 10;
  private static final int ASKS_EACH = 80; // under the burst: the others keep to their rate
  private static final int ASKS = OTHERS * ASKS_EACH;
  private static final double MEAN_GAP_NANOS = 2e6;
  private static final long LAST_REPLY_MILLIS = 200;
  private static final int WARM = 200_000;
  private static final int MOST_DATAGRAMS = 10_000_000;
  private static final int MOST_SECONDS = 30;

  /** Linux takes 277 small datagrams into a buffer of its default size, however fast we are. */
  private static final int MORE_THAN_THE_DEFAULT_BUFFER_TAKES = 500;

  @Test
  void flood_fromOneAddress_othersGetNineOfTenAnswered() throws Exception {
    try (RunningServer server = RunningServer.start(config -> config.udpRate(RATE));
        Flood flood = new Flood("127.0.0.2", server.address("udp"))) {
      server.await("the flood is over its rate", seen -> overRate(seen) > WARM);
      ServerSnapshot before = server.snapshot();
      long sentBefore = flood.sent();

      int answered = askFromOthers(server.address("udp"));

      long sent = flood.sent() - sentBefore;
      ServerSnapshot after = server.snapshot();
      long seen = after.datagrams() - before.datagrams();
      long millis = flood.stop();
      System.out.printf(
          "flood: %d sent and %d seen (%.0f %%) while others asked; others: %d of %d answered%n",
          sent, seen, 100.0 * seen / (sent + ASKS), answered, ASKS);
      assertTrue(answered >= 0.9 * ASKS, answered + " of " + ASKS + " answered");
      long toTheFlood = after.datagramReplies() - answered;
      assertTrue(
          toTheFlood <= BURST + RATE * (millis / 1_000 + 1),
          () -> toTheFlood + " answers to the flood in " + millis + " ms");
    }
  }

  @Test
  void burst_whileTheListenerIsHeldUp_waitsInTheKernel() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ServerEvents holdUp =
        new ServerEvents() {
          @Override
          public void received(Supplier<? extends SocketAddress> peer, int length) {
            held.countDown();
            awaitQuietly(goOn);
          }
        };
    try (RunningServer server = RunningServer.start(config -> config, holdUp);
        UdpPeer client = UdpPeer.at("127.0.0.2")) {
      client.send("first", server.address("udp"));
      held.await();
      for (int i = 0; i < MORE_THAN_THE_DEFAULT_BUFFER_TAKES; i++) {
        client.send("x", server.address("udp"));
      }
      goOn.countDown();

      server.await(
          "all of them", seen -> seen.datagrams() == 1 + MORE_THAN_THE_DEFAULT_BUFFER_TAKES);
    }
  }

  /**
   * Asks from several addresses in turn, at moments that have nothing to do with when the server
   * answers: who waits for a reply before he asks again finds the queue short.
   *
   * @return how many replies came
   */
  private static int askFromOthers(InetSocketAddress server) throws IOException {
    List<UdpPeer> others = new ArrayList<>();
    try {
      for (int i = 1; i <= OTHERS; i++) {
        others.add(UdpPeer.at("127.0.1." + i));
      }
      Random random = new Random(1);
      for (int i = 0; i < ASKS; i++) {
        others.get(i % OTHERS).send("x", server);
        LockSupport.parkNanos((long) (-Math.log(1 - random.nextDouble()) * MEAN_GAP_NANOS));
      }
      int answered = 0;
      for (UdpPeer other : others) {
        while (other.receive(LAST_REPLY_MILLIS).isPresent()) {
          answered++;
        }
      }
      return answered;
    } finally {
      for (UdpPeer other : others) {
        other.close();
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
