package dev.heddle.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.stats.CloseReason;
import dev.heddle.tasks.Threading;
import dev.heddle.testing.Peer;
import dev.heddle.testing.RunningServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 19: a session that throws loses its own connection and nothing else. */
@Timeout(30)
final class SessionFailureTest {
  private static final int PEERS = 20;
  private static final int LIMIT = 3;

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "virtual:jdk", "platform", "pool:3"})
  void session_openedThrows_losesItsConnectionAndReturnsItsPermit(String threads) throws Exception {
    Failing events = new Failing(2, Integer.MAX_VALUE);
    try (RunningServer server = start(threads, events);
        Socket first = server.connect();
        Socket third = server.connect()) {
      assertTrue(isGreeted(first) ^ isGreeted(third), "one of the two is lost");

      assertRecovered(server, events);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "virtual:jdk", "platform", "pool:3"})
  void session_receivedThrows_losesItsConnectionAndReturnsItsPermit(String threads)
      throws Exception {
    Failing events = new Failing(Integer.MAX_VALUE, 2);
    try (RunningServer server = start(threads, events);
        Socket first = server.connect();
        Socket second = server.connect()) {
      assertTrue(isGreeted(first));
      assertFalse(isGreeted(second));

      assertTrue(isGreeted(first));
      assertRecovered(server, events);
    }
  }

  /** What a log waits for, a lock perhaps, lets others read meanwhile, into what they share. */
  @ParameterizedTest
  @ValueSource(strings = {"virtual", "virtual:jdk", "platform", "pool:20"})
  void session_whoseLogBlocks_keepsItsBytesToItself(String threads) throws Exception {
    try (RunningServer server =
        RunningServer.start(config -> config.threading(Threading.parse(threads)), new SlowLog())) {
      List<Peer> peers = new ArrayList<>();
      for (int i = 0; i < PEERS; i++) {
        peers.add(Peer.greeted(server));
      }
      for (int i = 0; i < PEERS; i++) {
        peers.get(i).send("name " + i + "\n");
      }
      for (int i = 0; i < PEERS; i++) {
        assertEquals("Hello, name " + i + "!\n", peers.get(i).readLine());
        peers.get(i).close();
      }
    }
  }

  private static void assertRecovered(RunningServer server, Failing events) throws Exception {
    server.await("the permit is back", now -> now.connectionsNow() == 1);
    for (int i = 0; i < 2 * LIMIT; i++) {
      try (Socket client = server.connect()) {
        assertTrue(isGreeted(client));
      }
    }
    assertEquals(1, server.snapshot().closed().get(CloseReason.FAILURE));
    assertEquals("[java.lang.IllegalStateException: on purpose]", events.failures.toString());
  }

  private static RunningServer start(String threads, ServerEvents events) throws IOException {
    return RunningServer.start(
        config -> config.threading(Threading.parse(threads)).maxConnections(LIMIT), events);
  }

  private static boolean isGreeted(Socket client) throws IOException {
    try {
      client.getOutputStream().write("Sarah\n".getBytes(UTF_8));
      StringBuilder said = new StringBuilder();
      for (int each = 0; each >= 0 && said.indexOf("Sarah!\n") < 0; ) {
        each = client.getInputStream().read();
        said.append((char) each);
      }
      return said.indexOf("Hello, Sarah!\n") >= 0;
    } catch (SocketException e) {
      return false;
    }
  }

  /** Holds each read up until all have come. */
  private static final class SlowLog implements ServerEvents {
    private final CountDownLatch all = new CountDownLatch(PEERS);

    @Override
    public boolean wantsBytes() {
      return true;
    }

    @Override
    public void received(Socket peer, byte[] bytes, int from, int to) {
      all.countDown();
      try {
        all.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Throws at the nth opening and at the nth read. */
  private static final class Failing implements ServerEvents {
    private final AtomicInteger openings = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final int opening;
    private final int read;

    Failing(int opening, int read) {
      this.opening = opening;
      this.read = read;
    }

    @Override
    public void opened(Socket peer) {
      throwAt(opening, openings);
    }

    @Override
    public boolean wantsBytes() {
      return true;
    }

    @Override
    public void received(Socket peer, byte[] bytes, int from, int to) {
      throwAt(read, reads);
    }

    @Override
    public void sessionFailed(Socket peer, Throwable cause) {
      failures.add(cause);
    }

    private static void throwAt(int count, AtomicInteger counter) {
      if (counter.incrementAndGet() == count) {
        throw new IllegalStateException("on purpose");
      }
    }
  }
}
