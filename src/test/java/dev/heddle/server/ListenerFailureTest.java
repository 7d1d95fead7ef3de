package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.stats.CloseReason;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Ticker;
import dev.heddle.testing.ThreadDump;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener that fails, here by what it tells its events, ends the whole server. */
@Timeout(30)
final class ListenerFailureTest {
  private static final byte[] NAME = {'x'};

  private final IllegalStateException failure = new IllegalStateException("events failed");
  private final CompletableFuture<Drained> end = new CompletableFuture<>();

  /** Whether a session's thread was still there when the server's run had ended. */
  private final CompletableFuture<Boolean> outlived = new CompletableFuture<>();

  private final CountDownLatch opened = new CountDownLatch(1);

  /** Fails at the first datagram, on the thread of the UDP listener. */
  private final ServerEvents events =
      new ServerEvents() {
        @Override
        public void opened(Socket peer) {
          opened.countDown();
        }

        // Slow, to see whether the server waits; an interrupt does not hasten it.
        @Override
        public void closed(Socket peer, CloseReason reason) {
          outlived.complete(
              end.handle((drained, thrown) -> true)
                  .completeOnTimeout(false, 200, TimeUnit.MILLISECONDS)
                  .join());
        }

        @Override
        public void received(Supplier<? extends SocketAddress> peer, int length) {
          throw failure;
        }
      };

  private final InetAddress loopback = InetAddress.getLoopbackAddress();

  @Test
  void udpListener_fails_endsServerAndSessions() throws Exception {
    try (GreetingServer server = start();
        Socket client = connect(server)) {
      opened.await();

      sendDatagram(address(server, "udp"));

      ExecutionException thrown = awaitFailure();
      assertSame(failure, thrown.getCause());
      assertThrows(SocketException.class, () -> client.getInputStream().readAllBytes());
      assertThrows(SocketException.class, () -> connect(server).close());
      assertEquals(0, server.snapshot().connectionsNow());
      assertFalse(outlived.get(), "a session's thread outlived the server");
      assertEquals(Set.of(), ThreadDump.take().threadsOf("heddle"));
    }
  }

  @Test
  @SuppressWarnings("try") // closing early is what is tested
  void serverClosed_whileItRuns_endsRun() throws Exception {
    try (GreetingServer server = start();
        Socket client = connect(server)) {
      opened.await();

      server.close();

      ExecutionException thrown = awaitFailure();
      assertInstanceOf(IOException.class, thrown.getCause());
      assertThrows(SocketException.class, () -> client.getInputStream().readAllBytes());
    }
  }

  private ExecutionException awaitFailure() throws Exception {
    return assertInstanceOf(
        ExecutionException.class, end.handle((drained, thrown) -> thrown).get());
  }

  private GreetingServer start() throws IOException {
    ServerConfig config = ServerConfig.builder().bind(List.of(loopback)).port(0).build();
    GreetingServer server = new GreetingServer(config, events, Ticker.system());
    Thread.ofVirtual()
        .name("server")
        .start(
            () -> {
              try {
                end.complete(server.run(Stop.onRequest(), Stop.onRequest()));
              } catch (Throwable e) {
                end.completeExceptionally(e);
              }
            });
    return server;
  }

  private static Socket connect(GreetingServer server) throws IOException {
    InetSocketAddress at = address(server, "tcp");
    return new Socket(at.getAddress(), at.getPort());
  }

  private static InetSocketAddress address(GreetingServer server, String protocol) {
    return server.endpoints().stream()
        .filter(endpoint -> endpoint.protocol().equals(protocol))
        .findFirst()
        .orElseThrow()
        .address();
  }

  private void sendDatagram(InetSocketAddress to) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
      socket.send(new DatagramPacket(NAME, NAME.length, to));
    }
  }
}
