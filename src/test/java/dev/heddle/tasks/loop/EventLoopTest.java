package dev.heddle.tasks.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Probe;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A loop for one thread alone. */
@Timeout(30)
final class EventLoopTest {
  private final CompletableFuture<Thread> ran = new CompletableFuture<>();
  private EventLoop loop;

  @BeforeEach
  void open() throws Exception {
    loop = new EventLoop("alone", "worker");
  }

  @Test
  void runFor_workEnds_returnsAndTheLoopIsOver() throws Exception {
    loop.runFor(() -> ran.complete(Thread.currentThread()));

    assertTrue(ran.get().isVirtual());
    assertEquals("worker-0", ran.get().getName());
    assertThrows(ClosedSelectorException.class, () -> loop.poller().poll(false));
  }

  @ParameterizedTest
  @MethodSource
  void runFor_workFails_throwsThat(Throwable failure) {
    Throwable thrown = assertThrows(Throwable.class, () -> loop.runFor(() -> fail(failure)));

    assertSame(failure, thrown);
    assertThrows(ClosedSelectorException.class, () -> loop.poller().poll(false));
  }

  static Stream<Throwable> runFor_workFails_throwsThat() {
    return Stream.of(new IOException("expected"), new AssertionError("expected"));
  }

  private static void fail(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  @Test
  void runFor_interrupted_interruptsTheWorkAndWaitsForItsEnd() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    CompletableFuture<String> caller = new CompletableFuture<>();
    Thread calling =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    loop.runFor(
                        () -> {
                          began.countDown();
                          try {
                            never.await();
                          } finally {
                            ran.complete(Thread.currentThread());
                          }
                        });
                    caller.complete("returned");
                  } catch (InterruptedException e) {
                    caller.complete("interrupted, work over: " + ran.isDone());
                  } catch (Exception e) {
                    caller.completeExceptionally(e);
                  }
                });
    began.await();

    calling.interrupt();

    assertEquals("interrupted, work over: true", caller.get());
  }

  @Test
  void runFor_callerInterruptedBefore_stillEnds() throws Exception {
    CompletableFuture<Boolean> sawInterrupt = new CompletableFuture<>();
    CompletableFuture<Void> caller =
        CompletableFuture.runAsync(
            () -> {
              Thread.currentThread().interrupt();
              assertThrows(
                  InterruptedException.class,
                  () ->
                      loop.runFor(
                          () -> {
                            while (!Thread.currentThread().isInterrupted()) {
                              Thread.onSpinWait();
                            }
                            sawInterrupt.complete(true);
                          }));
            });

    caller.get();
    assertTrue(sawInterrupt.get());
  }

  /** A lock that its last thread and those that wake it both took would keep it from its end. */
  @Test
  void runFor_othersWakeItWhileItEnds_ends() throws Exception {
    AtomicReference<EventLoop> woken = new AtomicReference<>(loop);
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Void>> wakers =
        Stream.generate(() -> CompletableFuture.runAsync(() -> wakeUntil(over, woken)))
            .limit(2)
            .toList();
    for (int i = 0; i < 500; i++) {
      loop.runFor(() -> {});
      loop = new EventLoop("alone", "worker");
      woken.set(loop);
    }
    over.set(true);
    for (CompletableFuture<Void> waker : wakers) {
      waker.get();
    }
    loop.close();
  }

  private static void wakeUntil(AtomicBoolean over, AtomicReference<EventLoop> woken) {
    while (!over.get()) {
      woken.get().poller().wakeUp();
    }
  }

  /**
   * On Java 21 a virtual thread keeps its carrier in {@code Object.wait}: two listeners had both of
   * a small machine, and when the carriers that stood in for them had gone, after 30 s of quiet, no
   * signal stopped the server.
   */
  @Test
  void runFor_byAVirtualThread_keepsNoCarrier() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    FutureTask<Boolean> running =
        new FutureTask<>(
            () -> {
              loop.runFor(
                  () -> {
                    began.countDown();
                    end.await();
                  });
              return true;
            });
    Thread caller = Thread.ofVirtual().start(running);
    began.await();
    Probe.await("it waits", () -> caller.getState() == Thread.State.WAITING);

    List<String> frames = Stream.of(caller.getStackTrace()).map(Object::toString).toList();
    end.countDown();

    assertTrue(frames.stream().noneMatch(frame -> frame.contains("Object.wait")), frames::toString);
    assertTrue(running.get());
  }

  @Test
  void runFor_workThatWaitsWhenTheLoopIsClosed_saysSo() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    CompletableFuture<IOException> thrown =
        CompletableFuture.supplyAsync(
            () ->
                assertThrows(
                    IOException.class,
                    () ->
                        loop.runFor(
                            () -> {
                              began.countDown();
                              never.await();
                            })));
    began.await();

    loop.close();

    assertEquals("alone is closed", thrown.get().getMessage());
  }
}
