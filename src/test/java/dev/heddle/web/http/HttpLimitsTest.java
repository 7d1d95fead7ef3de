package dev.heddle.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningWeb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take their time, or all places; the server has four. */
@Timeout(60)
final class HttpLimitsTest {
  private static final String GOOD = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final byte[] LARGE = new byte[32 << 20];

  private final CountDownLatch streamEnded = new CountDownLatch(1);
  private final List<Peer> peers = new ArrayList<>();
  private RunningWeb web;

  @BeforeEach
  void start() throws IOException {
    web = RunningWeb.start(RunningWeb.SHORT, this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    web.close();
    for (Peer peer : peers) {
      peer.close();
    }
  }

  private Response answer(Request request) {
    return switch (request.path()) {
      case "/large" -> new Response.Whole(Status.OK, "application/octet-stream", List.of(), LARGE);
      case "/stream" -> new Response.Stream("text/event-stream", new Beat());
      default -> Response.line(Status.OK, "here");
    };
  }

  /** Goes on until its client has left. */
  private final class Beat implements Response.Source {
    @Override
    public void writeTo(Response.Sink sink) throws IOException {
      while (true) {
        sink.write(new byte[1 << 16]);
      }
    }

    @Override
    public void close() {
      streamEnded.countDown();
    }
  }

  @Test
  void slowHead_isTimedOut() throws IOException {
    String response = web.ask("GET / HTTP/1.1\r\n");

    assertTrue(response.startsWith("HTTP/1.1 408 "), response);
  }

  @Test
  void drippedHead_isTimedOut() throws Exception {
    try (Peer peer = web.send("GET / HTTP/1.1\r\nX: ");
        ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor()) {
      var unused = drip.scheduleWithFixedDelay(() -> send(peer), 0, 20, TimeUnit.MILLISECONDS);

      assertTrue(peer.readLine().startsWith("HTTP/1.1 408 "));
    }
  }

  private static void send(Peer peer) {
    try {
      var unused = peer.send("y");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // closed, as it should be: no more is sent
    }
  }

  @Test
  void silentClient_isClosedWithoutAWord() throws IOException {
    assertEquals("", web.ask(""));
  }

  @Test
  void slowBody_isRefusedAtOnce() throws IOException {
    String response =
        web.ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\nx");

    assertTrue(response.startsWith("HTTP/1.1 405 "), response);
  }

  @Test
  void slowReader_isReset() throws IOException {
    Peer peer = Peer.silent(web.address(), 4_096);
    peers.add(peer);
    peer.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");

    await408OrReset(peer);
  }

  private static void await408OrReset(Peer peer) {
    assertThrows(
        SocketException.class,
        () ->
            Probe.await(
                "a reset",
                () -> {
                  peer.socket().getOutputStream().write('x');
                  return false;
                }));
  }

  @Test
  void slowViewer_isDroppedAndItsStreamClosed() throws Exception {
    Peer peer = Peer.silent(web.address(), 4_096);
    peers.add(peer);

    peer.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");

    streamEnded.await();
  }

  @Test
  void leftViewer_endsItsStream() throws Exception {
    try (Peer peer = web.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      assertEquals("HTTP/1.1 200 OK\r\n", peer.readLine());
    }

    streamEnded.await();
  }

  @Test
  void requestsOnOneConnection_areLimited() throws IOException {
    String responses = web.ask(GOOD.repeat(5));

    assertEquals(3, responses.split("HTTP/1.1 200 OK", -1).length - 1, responses);
  }

  @Test
  void newcomer_getsThePlaceOfOneThatStalls() throws Exception {
    for (int i = 0; i < 40; i++) {
      peers.add(i % 2 == 0 ? web.send("GET / HT") : Peer.silent(web.address(), 4_096));
      if (i % 4 == 1) {
        peers.getLast().send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
      }
    }

    assertTrue(web.get("/").endsWith("here\n"));
  }

  @Test
  void stop_endsWhateverIsOpen() throws Exception {
    peers.add(web.send("GET / HT"));
    peers.add(web.send(GOOD));
    peers.add(web.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    assertEquals("HTTP/1.1 200 OK\r\n", peers.getLast().readLine());

    web.close();

    streamEnded.await();
    assertThrows(IOException.class, () -> Peer.silent(web.address()).close());
  }
}
