package dev.heddle.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who keeps the one place there is; time passes when a test says so. */
@Timeout(60)
final class ConnectionsTest {
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final AtomicLong now = new AtomicLong();
  private ServerSocket server;
  private Peer peer;
  private Socket socket;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    peer = Peer.silent((InetSocketAddress) server.getLocalSocketAddress());
    socket = server.accept();
  }

  @AfterEach
  void disconnect() throws IOException {
    peer.close();
    socket.close();
    server.close();
  }

  private HttpConnection connection() throws IOException {
    HttpLimits limits =
        new HttpLimits(
            1, 1_024, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), PATIENCE, 3);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new HttpConnection(
        socket,
        new HeadParser(new Hosts(List.of(loopback), List.of())),
        request -> Response.line(Status.OK, "here"),
        limits,
        now::get);
  }

  @Test
  void waitForAPlace_isNotCountedAsTheClients() throws Exception {
    HttpConnection newcomer = connection();
    now.addAndGet(10 * PATIENCE.toNanos());

    new Connections(new HttpLimits(1, 1, PATIENCE, PATIENCE, PATIENCE, PATIENCE, 1))
        .enter(newcomer);

    assertEquals(0, newcomer.waited());
  }

  @Test
  void waitingConnection_isClosedAfterItsPatience() throws Exception {
    HttpConnection waiting = connection();

    now.addAndGet(PATIENCE.toNanos() - 1);
    waiting.closeIfWaiting(PATIENCE.toNanos());
    assertFalse(socket.isClosed());

    now.addAndGet(1);
    waiting.closeIfWaiting(PATIENCE.toNanos());
    assertTrue(socket.isClosed());
  }

  @Test
  void connectionWhoseRequestHasCome_isLeftAlone() throws Exception {
    HttpConnection waiting = connection();
    peer.send("GET / HTTP/1.1\r\n");
    Probe.await("the request", () -> socket.getInputStream().available() > 0);
    now.addAndGet(PATIENCE.toNanos());

    waiting.closeIfWaiting(PATIENCE.toNanos());

    assertFalse(socket.isClosed());
  }
}
