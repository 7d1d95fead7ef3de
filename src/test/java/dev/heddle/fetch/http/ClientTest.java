package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Ticker;
import dev.heddle.testing.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which connection is asked, and which ones stay open. */
@Timeout(20)
class ClientTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  private final Stop stop = Stop.onRequest();
  private final Watchdog watchdog = new Watchdog(Ticker.system(), stop);
  private final Connections connections = new Connections(Tls.ofTheJdk(), 1);
  private final Client client = new Client(Proxies.none(), connections);
  private Thread looking;

  @BeforeEach
  void look() {
    looking =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    watchdog.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  @AfterEach
  void end() throws InterruptedException {
    connections.close();
    stop.request();
    looking.join();
  }

  /**
   * A redirect may lead to some of a host's addresses alone: an open connection is no way round.
   */
  @Test
  void idleConnection_toAnAddressThatIsNotWanted_isNotAsked() throws Exception {
    try (Site one = Site.open();
        Site other = Site.on(new ServerSocket(one.port(), 50, address(2)))) {
      one.with("/", Site.ok("one"));
      other.with("/", Site.ok("other"));
      assertEquals("one", fetch(one.port(), address(1)));
      assertEquals("other", fetch(one.port(), address(2)));
    }
  }

  /** A name may have an address that a network swallows: the next one is for that. */
  @Test
  void address_thatIsNotThereInTime_isPassedOver() throws Exception {
    try (Site proxy = Site.open();
        ServerSocket silent = new ServerSocket(proxy.port(), 50, address(2))) {
      proxy.with("example.invalid:443", Site.response("403 No", ""));
      Client through =
          new Client(
              Proxies.of(Map.of("https_proxy", "http://proxy.invalid:" + silent.getLocalPort())),
              connections);
      HttpUrl url = HttpUrl.parse("https://example.invalid/");
      try (Watch watch = watchdog.watch(Map.of(Limit.CONNECT, Duration.ofMillis(200)))) {
        IOException told =
            assertThrows(
                IOException.class,
                () -> through.ask("GET", url, List.of(), List.of(address(2), address(1)), watch));
        assertTrue(told.toString().contains("the proxy answers CONNECT with 403"), told.toString());
      }
    }
  }

  @Test
  void address_thatIsNotThereInTime_isToldOfIfItIsTheLast() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, address(1))) {
      HttpUrl url = HttpUrl.parse("https://localhost:" + silent.getLocalPort() + "/");
      try (Watch watch = watchdog.watch(Map.of(Limit.CONNECT, Duration.ofMillis(200)))) {
        TimeLimitException told =
            assertThrows(
                TimeLimitException.class,
                () -> client.ask("GET", url, List.of(), List.of(address(1)), watch));
        assertEquals(Limit.CONNECT, told.limit());
      }
    }
  }

  @Test
  void idleConnections_beyondTheLimit_areClosed() throws Exception {
    try (ServerSocket first = new ServerSocket(0, 50, address(1));
        ServerSocket second = new ServerSocket(0, 50, address(1))) {
      Future<Socket> one = answerOnce(first, OK);
      assertEquals("hi", fetch(first.getLocalPort(), address(1)));
      Future<Socket> other = answerOnce(second, OK);
      assertEquals("hi", fetch(second.getLocalPort(), address(1)));
      assertEnds(one.get());
      connections.close();
      assertEnds(other.get());
    }
  }

  @Test
  void connection_thatComesBackAfterTheEnd_isClosed() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, address(1));
        Watch watch = watchdog.watch(Map.of())) {
      Future<Socket> peer = answerOnce(listener, OK);
      try (Exchange exchange = ask(listener.getLocalPort(), address(1), watch)) {
        connections.close();
        exchange.skip();
      }
      assertEnds(peer.get());
    }
  }

  @Test
  void connection_whoseAnswerIsNoHttp_isClosed() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, address(1))) {
      Future<Socket> peer = answerOnce(listener, "220 mail\r\n\r\n");
      assertThrows(ProtocolException.class, () -> fetch(listener.getLocalPort(), address(1)));
      assertEnds(peer.get());
    }
  }

  private String fetch(int port, InetAddress address) throws Exception {
    try (Watch watch = watchdog.watch(Map.of());
        Exchange exchange = ask(port, address, watch)) {
      StringBuilder text = new StringBuilder();
      for (ByteBuffer next = exchange.next(); next.hasRemaining(); next = exchange.next()) {
        text.append(StandardCharsets.US_ASCII.decode(next));
      }
      return text.toString();
    }
  }

  private Exchange ask(int port, InetAddress address, Watch watch) throws Exception {
    HttpUrl url = HttpUrl.parse("http://localhost:" + port + "/");
    return client.ask("GET", url, List.of(), List.of(address), watch);
  }

  /** The connection that is answered, and then left open. */
  private static Future<Socket> answerOnce(ServerSocket listener, String answer) {
    CompletableFuture<Socket> answered = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Socket socket = listener.accept();
                for (String head = ""; !head.endsWith("\r\n\r\n"); ) {
                  head += (char) socket.getInputStream().read();
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                answered.complete(socket);
              } catch (IOException e) {
                answered.completeExceptionally(e);
              }
            });
    return answered;
  }

  private static void assertEnds(Socket peer) throws IOException {
    try (peer) {
      peer.setSoTimeout(5_000);
      int next;
      try {
        next = peer.getInputStream().read();
      } catch (SocketTimeoutException e) {
        throw new AssertionError("still open", e);
      } catch (SocketException e) {
        next = -1; // reset
      }
      assertEquals(-1, next);
    }
  }

  private static InetAddress address(int last) throws IOException {
    return InetAddress.getByName("127.0.0." + last);
  }
}
