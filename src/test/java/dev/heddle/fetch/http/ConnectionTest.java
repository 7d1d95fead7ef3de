package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ConnectionTest {
  private static final Request GET = new Request("GET", "/a?b", List.of(new Header("Host", "h")));
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  @Test
  void requests_onOneConnection_areAnsweredInTurn() throws Exception {
    try (WebPeer peer = WebPeer.answering(OK, "HTTP/1.1 404 No\r\nContent-Length: 3\r\n\r\nno!");
        Connection connection = connect(peer)) {
      ResponseHead first = connection.ask(GET);
      Body body = connection.body(GET, first);
      assertEquals(200, first.status());
      assertEquals("hi", Response.read(body));
      assertFalse(body.endsConnection());

      ResponseHead second = connection.ask(GET);

      assertEquals(404, second.status());
      assertEquals("no!", Response.read(connection.body(GET, second)));
      assertEquals("GET /a?b HTTP/1.1\nHost: h\n\n", peer.request());
    }
  }

  @Test
  void interimResponses_arePassedOver() throws Exception {
    try (WebPeer peer = WebPeer.answering("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK);
        Connection connection = connect(peer)) {
      assertEquals(200, connection.ask(GET).status());
    }
  }

  @Test
  void interimResponses_withoutEnd_areRefused() throws Exception {
    try (WebPeer peer = WebPeer.answering("HTTP/1.1 102 Wait\r\n\r\n".repeat(1_000) + OK);
        Connection connection = connect(peer)) {
      assertThrows(ProtocolException.class, () -> connection.ask(GET));
    }
  }

  @Test
  void anotherProtocol_unasked_isRefused() throws Exception {
    try (WebPeer peer = WebPeer.answering("HTTP/1.1 101 Switching\r\n\r\n" + OK);
        Connection connection = connect(peer)) {
      assertThrows(ProtocolException.class, () -> connection.ask(GET));
    }
  }

  @Test
  void head_isAnsweredWithoutABody() throws Exception {
    Request request = new Request("HEAD", "/", List.of());
    try (WebPeer peer = WebPeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
        Connection connection = connect(peer)) {
      ResponseHead head = connection.ask(request);

      assertEquals("", Response.read(connection.body(request, head)));
    }
  }

  @Test
  void close_fromAnotherThread_endsTheWaiting() throws Exception {
    CompletableFuture<Exception> end = new CompletableFuture<>();
    try (WebPeer peer = WebPeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "")) {
      Connection connection = connect(peer);
      Body body = connection.body(GET, connection.ask(GET));
      CountDownLatch reading = new CountDownLatch(1);
      Thread.ofVirtual()
          .start(
              () -> {
                reading.countDown();
                end.complete(assertThrows(IOException.class, body::next));
              });
      reading.await();

      connection.close();

      assertInstanceOf(ClosedChannelException.class, end.get());
    }
  }

  @Test
  void connect_whereNobodyListens_closesTheChannel() throws Exception {
    ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    gone.close();
    TcpChannel channel = TcpChannel.unconnected(null);

    assertThrows(
        IOException.class,
        () ->
            Connection.plain(
                channel, gone.getLocalSocketAddress(), ByteBuffer.allocate(Connection.BUFFER)));

    assertFalse(channel.isOpen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\rb", "a\0b", "a\u007Fb", "\u0160"})
  void header_thatCouldBeTwo_isRefused(String value) {
    List<Header> headers = List.of(new Header("Name", value));

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new Request("GET", "/", headers));

    assertFalse(refused.toString().contains(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/ HTTP/1.1\r\nA: b", "/ b", "/\u00e9", "/\n"})
  void target_thatCouldBeMore_isRefused(String target) {
    assertThrows(IllegalArgumentException.class, () -> new Request("GET", target, List.of()));
  }

  private static Connection connect(WebPeer peer) throws IOException {
    return Connection.plain(
        TcpChannel.unconnected(null), peer.address(), ByteBuffer.allocate(Connection.BUFFER));
  }
}
