package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.tasks.Stop;
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
      Connection connection =
          Connection.plain(TcpChannel.unconnected(null), peer.address(), ByteBuffer.allocate(10));
      Route route = new Route(new Origin(false, "localhost", 80), Optional.empty());
      Lease lease = new Lease(route, InetAddress.getLoopbackAddress(), connection);

      try (Exchange exchange = new Exchange(connections, lease, head, body, watch)) {
        TimeLimitException overdue = assertThrows(TimeLimitException.class, exchange::next);
        assertEquals(Limit.IDLE, overdue.limit());
      }

      assertFalse(connections.idle(route).isPresent());
    }
  }
}
