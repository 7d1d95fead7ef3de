package dev.heddle.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.stats.CloseReason;
import dev.heddle.tasks.loop.EventLoop;
import dev.heddle.tasks.loop.EventLoops;
import dev.heddle.tasks.loop.Readiness;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A connection that calls the system itself never meets another one behind its descriptor. */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
final class LoopConnectionTest {
  private static final byte[] REPLY = "Hello, x!\n".getBytes(US_ASCII);

  /** More than the numbers that files of the JVM have left free below. */
  private static final int HOLES = 64;

  private static final int BUSY_PEERS = 8;

  private final List<SocketChannel> holes = new ArrayList<>();
  private EventLoops loops;
  private EventLoop loop;
  private ServerSocketChannel listener;
  private Peer peer;
  private SocketChannel channel;
  private LoopConnection connection;

  @BeforeEach
  void open() throws IOException {
    loops = new EventLoops("test");
    loops.run();
    loop = loops.all().getFirst();
    Place place = new Place(loop);
    place.use(SocketCalls.find().orElseThrow());
    listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
    peer = connect();
    channel = listener.accept();
    connection = new LoopConnection(channel.socket(), place);
  }

  @AfterEach
  void close() throws IOException {
    for (SocketChannel hole : holes) {
      hole.close();
    }
    peer.close();
    channel.close();
    listener.close();
    loops.close();
  }

  @Test
  void close_numberIsAnothersNow_nothingIsReadOrWritten() throws Exception {
    peer.send("x\n");
    try (Peer another = connect()) {
      another.send("secret\n");
      byte[] bytes = new byte[64];

      CompletableFuture<String> unread =
          onLoop(
              () -> {
                assertTrue(connection.awaitInput());
                int number = number(channel);
                takeLowerNumbers();
                connection.close();
                try (SocketChannel other = listener.accept()) {
                  assertEquals(number, number(other), "who has the number now");
                  assertThrows(
                      ClosedChannelException.class,
                      () -> connection.receive(bytes, 0, bytes.length));
                  assertThrows(
                      ClosedChannelException.class, () -> connection.send(REPLY, REPLY.length));
                  return new String(other.socket().getInputStream().readNBytes(7), US_ASCII);
                }
              });

      assertEquals("secret\n", unread.get(20, TimeUnit.SECONDS));
      assertEquals("", another.readToFin());
    }
  }

  @Test
  void requestClose_sessionIsAtWork_isClosedAfterThatStep() throws Exception {
    CountDownLatch atWork = new CountDownLatch(1);
    CountDownLatch requested = new CountDownLatch(1);
    CompletableFuture<Boolean> wasOpen = new CompletableFuture<>();
    loop.execute(
        () -> {
          atWork.countDown();
          try {
            requested.await();
            wasOpen.complete(channel.isOpen());
          } catch (InterruptedException e) {
            wasOpen.completeExceptionally(e);
          }
        });
    atWork.await();

    connection.requestClose();
    requested.countDown();

    assertTrue(wasOpen.get());
    Probe.await("it is closed", () -> !channel.isOpen());
    assertEquals("", peer.readToFin());
  }

  @Test
  void requestClose_sessionWaits_endsTheWait() throws Exception {
    CountDownLatch atWork = new CountDownLatch(1);
    CompletableFuture<Boolean> read =
        onLoop(
            () -> {
              atWork.countDown();
              return connection.awaitInput();
            });
    atWork.await();

    connection.requestClose();

    Probe.await("the wait has ended", read::isCompletedExceptionally);
    assertEquals(ClosedChannelException.class, read.exceptionNow().getClass());
  }

  @Test
  void server_oncePeersAreBusy_hasConnectionsCallTheSystem() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      List<Peer> peers = new ArrayList<>();
      for (int i = 0; i < BUSY_PEERS; i++) {
        peers.add(Peer.greeted(server));
      }
      assertFalse(server.isUsingSocketCalls());

      Probe.await(
          "it calls the system",
          () -> {
            for (Peer busy : peers) {
              assertEquals("Hello, x!\n", busy.ask("x"));
            }
            return server.isUsingSocketCalls();
          });
      for (Peer busy : peers) {
        assertEquals("Hello, y!\n", busy.ask("y"));
        busy.close();
      }
      server.awaitClosed(CloseReason.END, BUSY_PEERS);
    }
  }

  private Peer connect() throws IOException {
    return Peer.silent((InetSocketAddress) listener.getLocalAddress());
  }

  private int number(SocketChannel of) {
    return new Readiness(loop, of).descriptor();
  }

  /** So that the next to become free is the lowest, which is the next to be given. */
  private void takeLowerNumbers() throws IOException {
    for (int i = 0; i < HOLES; i++) {
      holes.add(SocketChannel.open());
    }
  }

  private <T> CompletableFuture<T> onLoop(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.start(
        () -> {
          try {
            result.complete(work.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }
}
