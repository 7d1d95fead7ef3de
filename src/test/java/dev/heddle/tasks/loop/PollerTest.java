package dev.heddle.tasks.loop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Of a loop that does not run: this thread asks in its place. */
@Timeout(30)
@ParameterizedClass
@EnumSource(PollerKind.class)
final class PollerTest {
  @Parameter private PollerKind kind = PollerKind.EPOLL;

  private final List<SocketChannel> open = new ArrayList<>();
  private ServerSocketChannel server;
  private Poller poller;
  private EventLoop loop;
  private SocketChannel far;
  private SocketChannel near;
  private Readiness readiness;

  @BeforeEach
  void connect() throws Exception {
    server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    poller = kind.open();
    loop = new EventLoop("loop", "worker", poller);
    far = SocketChannel.open(server.getLocalAddress());
    near = accept();
    readiness = new Readiness(loop, near);
    assertFalse(isTold(readiness));
  }

  @AfterEach
  void close() throws Exception {
    for (SocketChannel channel : open) {
      channel.close();
    }
    far.close();
    server.close();
    loop.close();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void best_onLinux_isEpoll() throws Exception {
    try (Poller best = Poller.open()) {
      assertInstanceOf(EpollPoller.class, best);
    }
  }

  @Test
  void input_isToldOnce() throws Exception {
    awaitInput("abc");
    poller.poll(false);
    readiness.consumed(0, 1);

    poller.poll(false);

    assertFalse(isTold(readiness));
  }

  @Test
  void input_ofWhichPartWasConsumed_stands() throws Exception {
    awaitInput("abc");

    readiness.consumed(2, 2);

    assertTrue(isTold(readiness));
  }

  @Test
  void input_consumed_isGoneUntilMoreComes() throws Exception {
    awaitInput("abc");
    read(4);
    assertFalse(isTold(readiness));

    awaitInput("d");
  }

  /** Both may be told at once, and then the end is told no more. */
  @Test
  void end_behindInput_isToldAfterThat() throws Exception {
    send(far, "ab");
    far.shutdownOutput();
    awaitTold(readiness);
    assertEquals(2, read(4));

    poller.poll(false);

    assertTrue(isTold(readiness));
    assertEquals(-1, read(4));
  }

  /** A read stops before urgent data, though there is more behind it. */
  @Test
  void input_behindUrgentData_isToldAfterThat() throws Exception {
    send(far, "ab");
    far.socket().sendUrgentData('!');
    send(far, "cde");
    awaitTold(readiness);
    assertEquals(2, read(8));

    poller.poll(false);

    assertTrue(isTold(readiness));
    assertEquals(3, read(8));
  }

  @Test
  void closed_whoseDescriptorIsAnothers_doesNotTakeThatAway() throws Exception {
    int descriptor = Epoll.descriptor(near);
    near.close();
    poller.poll(false); // until then a selector keeps it
    SocketChannel other;
    do {
      other = SocketChannel.open();
      open.add(other);
    } while (Epoll.descriptor(other) != descriptor && open.size() < 1_000);
    assertEquals(descriptor, Epoll.descriptor(other));
    other.connect(server.getLocalAddress());
    other.configureBlocking(false);
    Readiness another = new Readiness(loop, other);
    assertFalse(isTold(another));

    readiness.forget();
    send(accept(), "a");

    awaitTold(another);
    assertEquals(1, poller.size());
  }

  @Test
  void add_channelThatIsThere_tellsTheSecond() throws Exception {
    Readiness second = new Readiness(loop, near);
    assertFalse(isTold(second));

    send(far, "a");

    awaitTold(second);
  }

  @Test
  void add_closedChannel_fails() throws Exception {
    Readiness another = new Readiness(loop, accept(SocketChannel.open(server.getLocalAddress())));
    another.channel().close();

    assertThrows(ClosedChannelException.class, () -> isTold(another));
  }

  @Test
  void wakeUp_byAnInterruptedThread_endsThisWaitAndTheNext() throws Exception {
    for (int i = 0; i < 2; i++) {
      CompletableFuture.runAsync(
              () -> {
                Thread.currentThread().interrupt();
                poller.wakeUp();
                assertTrue(Thread.interrupted());
              })
          .get();
      poller.poll(true);
    }
  }

  @Test
  void wakeUp_closed_isForgotten() throws Exception {
    poller.close();

    poller.wakeUp();

    assertThrows(ClosedSelectorException.class, () -> poller.poll(false));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void close_leavesNoFileOpen() throws Exception {
    long before = openFiles();
    for (int i = 0; i < 100; i++) {
      kind.open().close();
    }

    assertTrue(openFiles() < before + 50, "open files: " + before + ", then " + openFiles());
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private void awaitInput(String text) throws Exception {
    send(far, text);
    awaitTold(readiness);
  }

  private void awaitTold(Readiness of) throws Exception {
    Probe.await(
        "told",
        () -> {
          poller.poll(false);
          return isTold(of);
        });
  }

  private static boolean isTold(Readiness of) throws IOException {
    return of.await(SelectionKey.OP_READ, 0);
  }

  private int read(int room) throws IOException {
    int count = near.read(ByteBuffer.allocate(room));
    readiness.consumed(count, room);
    return count;
  }

  private static void send(SocketChannel by, String text) throws IOException {
    by.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  private SocketChannel accept(SocketChannel peer) throws IOException {
    open.add(peer);
    return accept();
  }

  private SocketChannel accept() throws IOException {
    SocketChannel accepted = server.accept();
    open.add(accepted);
    accepted.configureBlocking(false);
    return accepted;
  }
}
