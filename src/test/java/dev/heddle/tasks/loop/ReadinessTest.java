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
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Over a connection of this process with itself, by each way to ask the system. */
@Timeout(30)
@ParameterizedClass
@EnumSource(PollerKind.class)
final class ReadinessTest {
  @Parameter private PollerKind kind = PollerKind.EPOLL;
  private EventLoop loop;
  private SocketChannel near;
  private SocketChannel far;
  private Readiness readiness;
  private Thread waiter = Thread.currentThread();

  @BeforeEach
  void connect() throws Exception {
    loop = new EventLoop("loop", "worker", kind.open());
    loop.run();
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      far = SocketChannel.open(server.getLocalAddress());
      near = server.accept();
    }
    near.configureBlocking(false);
    readiness = new Readiness(loop, near);
  }

  @AfterEach
  void close() throws Exception {
    near.close();
    readiness.closed();
    far.close();
    loop.close();
    loop.join(10_000);
  }

  @Test
  void await_bytesCome_returnsWhenTheyHave() throws Exception {
    CompletableFuture<Integer> read = onLoop(this::readOnce);
    awaitWait(Thread.State.WAITING);

    send("abc");

    assertEquals(3, read.get());
  }

  @Test
  void await_again_waitsForMore() throws Exception {
    CompletableFuture<Integer> first = new CompletableFuture<>();
    CompletableFuture<Integer> second =
        onLoop(
            () -> {
              first.complete(readOnce());
              return readOnce();
            });
    send("abc");
    assertEquals(3, first.get());

    send("d");

    assertEquals(1, second.get());
  }

  @Test
  void await_onlyPartOfItIsRead_returnsForTheRest() throws Exception {
    send("abc");

    CompletableFuture<Integer> rest =
        onLoop(
            () -> {
              readiness.await(SelectionKey.OP_READ);
              assertEquals(2, read(2));
              return readOnce();
            });

    assertEquals(1, rest.get());
  }

  @Test
  void await_readyAgainAndAgain_letsOthersRun() throws Exception {
    send("abc");
    AtomicBoolean hasOtherRun = new AtomicBoolean();

    CompletableFuture<Boolean> seen =
        onLoop(
            () -> {
              readiness.await(SelectionKey.OP_READ); // once told it stays ready
              loop.start(() -> hasOtherRun.set(true));
              for (int i = 0; i < 1_000 && !hasOtherRun.get(); i++) {
                readiness.await(SelectionKey.OP_READ);
              }
              return hasOtherRun.get();
            });

    assertTrue(seen.get());
  }

  @Test
  void await_peerCloses_returns() throws Exception {
    CompletableFuture<Integer> read = onLoop(this::readOnce);

    far.close();

    assertEquals(-1, read.get());
  }

  @Test
  void await_bytesLieThereFromBefore_returns() throws Exception {
    send("abc");

    assertEquals(3, onLoop(this::readOnce).get());
  }

  @Test
  void awaitWrite_fullSocket_returnsWhenPeerReads() throws Exception {
    CompletableFuture<String> full = new CompletableFuture<>();
    CompletableFuture<Boolean> written =
        onLoop(
            () -> {
              fill();
              full.complete("full");
              readiness.await(SelectionKey.OP_WRITE);
              return near.write(ByteBuffer.wrap(new byte[1])) == 1;
            });
    full.get();
    awaitWait(Thread.State.WAITING);

    far.configureBlocking(false);
    ByteBuffer sink = ByteBuffer.allocate(1 << 16);
    Probe.await(
        "written",
        () -> {
          far.read(sink.clear());
          return written.isDone();
        });

    assertTrue(written.get());
  }

  @Test
  void await_timePasses_returnsFalse() throws Exception {
    assertFalse(onLoop(() -> readiness.await(SelectionKey.OP_READ, 1_000_000)).get());
  }

  @Test
  void await_bytesInTime_returnsTrue() throws Exception {
    CompletableFuture<Boolean> inTime =
        onLoop(() -> readiness.await(SelectionKey.OP_READ, TimeUnit.MINUTES.toNanos(1)));

    send("a");

    assertTrue(inTime.get());
  }

  @Test
  void wake_whileWaiting_returnsFalseAndTheNextWaitFindsBytes() throws Exception {
    CompletableFuture<Boolean> woken = new CompletableFuture<>();
    CompletableFuture<Integer> read =
        onLoop(
            () -> {
              woken.complete(readiness.await(SelectionKey.OP_READ));
              return readOnce();
            });
    awaitWait(Thread.State.WAITING);

    readiness.wake();
    assertFalse(woken.get());
    send("abc");

    assertEquals(3, read.get());
  }

  @Test
  void wake_waitWithALimit_goesOn() throws Exception {
    CompletableFuture<Integer> read =
        onLoop(
            () -> {
              readiness.await(SelectionKey.OP_READ, TimeUnit.MINUTES.toNanos(1));
              return read(8);
            });
    awaitWait(Thread.State.TIMED_WAITING);

    readiness.wake();
    for (int turn = 0; turn < 3; turn++) { // by then whoever was woken has run
      onLoop(() -> "a turn").get();
    }
    send("a");

    assertEquals(1, read.get());
  }

  @Test
  void wake_nobodyWaits_isForgotten() throws Exception {
    readiness.wake();
    CompletableFuture<Integer> read = onLoop(this::readOnce);
    awaitWait(Thread.State.WAITING);

    send("abc");

    assertEquals(3, read.get());
  }

  @Test
  void closed_whileWaiting_fails() throws Exception {
    CompletableFuture<Boolean> ready = onLoop(() -> readiness.await(SelectionKey.OP_READ));
    awaitWait(Thread.State.WAITING);

    near.close();
    readiness.closed();

    assertInstanceOf(ClosedChannelException.class, failure(ready));
  }

  @Test
  void await_closedBefore_fails() throws Exception {
    near.close();

    assertInstanceOf(ClosedChannelException.class, failure(onLoop(this::readOnce)));
  }

  @Test
  void await_closedBetweenTwoWaits_fails() throws Exception {
    CompletableFuture<Integer> read =
        onLoop(
            () -> {
              readOnce();
              readiness.forget();
              near.close();
              return readOnce();
            });

    send("a");

    assertInstanceOf(ClosedChannelException.class, failure(read));
  }

  @Test
  void interrupt_whileWaiting_closesTheChannel() throws Exception {
    CompletableFuture<Integer> read = onLoop(this::readOnce);
    awaitWait(Thread.State.WAITING);

    waiter.interrupt();

    assertInstanceOf(ClosedByInterruptException.class, failure(read));
    assertFalse(near.isOpen());
  }

  private void awaitWait(Thread.State state) throws Exception {
    Probe.await("it waits", () -> waiter.getState() == state);
  }

  private int readOnce() throws IOException {
    readiness.await(SelectionKey.OP_READ);
    return read(100);
  }

  private int read(int room) throws IOException {
    int count = near.read(ByteBuffer.allocate(room));
    readiness.consumed(count, room);
    return count;
  }

  private void fill() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    while (near.write(bytes.clear()) > 0) {
      // until it takes no more
    }
  }

  private void send(String text) throws IOException {
    far.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  /** Runs it on a virtual thread of the loop, which is {@link #waiter} from then on. */
  private <T> CompletableFuture<T> onLoop(Callable<T> action) throws InterruptedException {
    CompletableFuture<T> result = new CompletableFuture<>();
    CountDownLatch began = new CountDownLatch(1);
    loop.start(
        () -> {
          waiter = Thread.currentThread();
          began.countDown();
          try {
            result.complete(action.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    began.await();
    return result;
  }

  private static Throwable failure(CompletableFuture<?> result) {
    return Objects.requireNonNull(assertThrows(ExecutionException.class, result::get).getCause());
  }
}
