package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.tasks.Stop;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ExchangeTest {
  /** Where the close is the end of the body, one of ours must not count as that. */
  @Test
  void end_thatComesWithTheLimit_isOverdue() throws Exception {
    AtomicLong clock = new AtomicLong();
    Watchdog watchdog = new Watchdog(clock::get, Stop.onRequest());
    ByteSource endsLate =
        buffer -> {
          clock.addAndGet(Duration.ofSeconds(1).toNanos());
          watchdog.lookOnce();
          return -1;
        };
    ResponseHead head = new ResponseHead(1, 200, List.of(), "");
    Body body = new Body(new Input(endsLate, ByteBuffer.allocate(10)), head, false);
    try (Connections connections = new Connections(Tls.ofTheJdk(), 1);
        WebPeer peer = WebPeer.answering();
        Watch watch = watchdog.watch(Map.of(Limit.IDLE, Duration.ofSeconds(1)))) {
      Lease lease = lease(peer);

      try (Exchange exchange = new Exchange(connections, lease, head, body, watch)) {
        TimeLimitException overdue = assertThrows(TimeLimitException.class, exchange::next);
        assertEquals(Limit.IDLE, overdue.limit());
      }

      assertFalse(connections.idle(lease.route()).isPresent());
    }
  }

  /** So little is held that it must be given back however a transfer ends. */
  @Test
  void largeBody_leftHalfWay_givesItsLargeBufferBack() throws Exception {
    int size = 3 * LargeBuffers.SIZE;
    ByteSource fast =
        buffer -> {
          int count = buffer.remaining();
          buffer.position(buffer.limit());
          return count;
        };
    ResponseHead head =
        Response.of("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n").head();
    Body body = new Body(new Input(fast, ByteBuffer.allocate(10)), head, false);
    Watchdog watchdog = new Watchdog(System::nanoTime, Stop.onRequest());
    try (Connections connections = new Connections(Tls.ofTheJdk(), 1);
        WebPeer peer = WebPeer.answering();
        Watch watch = watchdog.watch(Map.of())) {
      try (Exchange exchange = new Exchange(connections, lease(peer), head, body, watch)) {
        assertEquals(10, exchange.next().remaining());
        assertEquals(LargeBuffers.SIZE, exchange.next().remaining());
      }

      for (int i = 0; i < LargeBuffers.MOST; i++) {
        assertTrue(connections.largeBuffers().lend().isPresent());
      }
    }
  }

  private static Lease lease(WebPeer peer) throws IOException {
    Connection connection =
        Connection.plain(TcpChannel.unconnected(null), peer.address(), ByteBuffer.allocate(10));
    Route route = new Route(new Origin(false, "localhost", 80), Optional.empty());
    return new Lease(route, InetAddress.getLoopbackAddress(), connection);
  }
}
