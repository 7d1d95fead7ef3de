package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchTest {
  private static final Map<Limit, Duration> LIMITS =
      Map.of(Limit.CONNECT, Duration.ofSeconds(10), Limit.TOTAL, Duration.ofSeconds(25));

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // it may wrap around
  private final Watchdog watchdog = new Watchdog(clock::get, Stop.onRequest());

  @Test
  void limit_inTime_closesNothing() throws Exception {
    Guarded guarded = new Guarded();
    Watch watch = watchdog.watch(LIMITS);
    watch.begin(Limit.CONNECT, guarded);

    passSeconds(9);

    assertFalse(guarded.closed);
    watch.begin(Limit.CONNECT, guarded);
    passSeconds(9);
    assertFalse(guarded.closed);
    assertDoesNotThrow(watch::check);
  }

  @Test
  void limit_overdue_closesAndIsNamed() throws Exception {
    Guarded guarded = new Guarded();
    Watch watch = watchdog.watch(LIMITS);
    watch.begin(Limit.CONNECT, guarded);

    passSeconds(10);

    assertTrue(guarded.closed);
    TimeLimitException overdue = assertThrows(TimeLimitException.class, watch::check);
    assertEquals(Limit.CONNECT, overdue.limit());
    assertEquals("the connection was not there within 10 s", overdue.getMessage());
    assertThrows(TimeLimitException.class, () -> watch.begin(Limit.IDLE, guarded));
  }

  @Test
  void total_throughManySteps_ends() throws Exception {
    Guarded guarded = new Guarded();
    Watch watch = watchdog.watch(LIMITS);
    for (int i = 0; i < 2; i++) {
      watch.begin(Limit.CONNECT, guarded);
      passSeconds(9);
    }
    watch.begin(Limit.CONNECT, guarded);
    assertEquals(Duration.ofSeconds(7), watch.left());

    passSeconds(7);

    assertTrue(guarded.closed);
    assertEquals(Limit.TOTAL, assertThrows(TimeLimitException.class, watch::check).limit());
  }

  /** Another address or another try has its own time, but for that of the whole. */
  @Test
  void restart_forgivesAllButTheWhole() throws Exception {
    Guarded first = new Guarded();
    Guarded second = new Guarded();
    Watch watch = watchdog.watch(LIMITS);
    watch.begin(Limit.CONNECT, first);
    passSeconds(10);
    assertTrue(first.closed);
    watch.restart();
    watch.begin(Limit.CONNECT, second);
    passSeconds(9);
    assertFalse(second.closed);
    watch.restart();
    passSeconds(3);
    assertDoesNotThrow(watch::check);
    passSeconds(3);
    assertFalse(second.closed);
    watch.restart();
    assertEquals(Limit.TOTAL, assertThrows(TimeLimitException.class, watch::check).limit());
  }

  @Test
  void limit_ofZeroOrNone_isNone() throws Exception {
    Guarded guarded = new Guarded();
    Watch watch = watchdog.watch(Map.of(Limit.CONNECT, Duration.ZERO));
    watch.begin(Limit.CONNECT, guarded);
    watch.begin(Limit.IDLE, guarded);

    passSeconds(1_000_000);

    assertFalse(guarded.closed);
  }

  @Test
  void watch_thatIsClosed_closesNothing() throws Exception {
    Guarded guarded = new Guarded();
    Watch watch = watchdog.watch(LIMITS);
    watch.begin(Limit.CONNECT, guarded);
    watch.close();

    passSeconds(100);

    assertFalse(guarded.closed);
  }

  @Test
  void connection_thatSaysNothing_isEndedByTheWatchdog() throws Exception {
    Stop stop = Stop.onRequest();
    Watchdog running = new Watchdog(Ticker.system(), stop);
    Thread thread = Thread.ofVirtual().start(() -> assertDoesNotThrow(running::run));
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Watch watch = running.watch(Map.of(Limit.HEADER, Duration.ofMillis(100)));
        Connection connection =
            Connection.plain(
                TcpChannel.unconnected(null),
                silent.getLocalSocketAddress(),
                ByteBuffer.allocate(Connection.BUFFER))) {
      watch.begin(Limit.HEADER, connection);

      assertThrows(IOException.class, () -> connection.ask(new Request("GET", "/", List.of())));

      assertEquals(Limit.HEADER, assertThrows(TimeLimitException.class, watch::check).limit());
    } finally {
      stop.request();
      thread.join();
    }
  }

  private void passSeconds(long seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    watchdog.lookOnce();
  }

  private static final class Guarded implements Closeable {
    private boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }
}
