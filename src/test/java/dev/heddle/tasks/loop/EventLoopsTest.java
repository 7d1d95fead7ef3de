package dev.heddle.tasks.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EventLoopsTest {
  private EventLoops loops;
  private EventLoop loop;

  @BeforeEach
  void open() throws Exception {
    loops = new EventLoops("worker");
    loop = loops.all().getFirst();
    loops.run();
  }

  @AfterEach
  void close() throws Exception {
    loops.close();
  }

  @Test
  void loops_areAsManyAsProcessors() {
    assertEquals(Runtime.getRuntime().availableProcessors(), loops.all().size());
  }

  @Test
  void threads_haveNamesAndAreVirtual() throws Exception {
    List<Thread> threads = new ArrayList<>();
    CountDownLatch ran = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      loop.start(
          () -> {
            threads.add(Thread.currentThread()); // one loop: one at a time
            ran.countDown();
          });
    }
    ran.await();

    assertTrue(threads.stream().allMatch(Thread::isVirtual));
    assertEquals(
        List.of("worker-0-0", "worker-0-1"), threads.stream().map(Thread::getName).toList());
  }

  @Test
  void thread_waitsForAnotherOfItsLoop_letsItRun() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    CompletableFuture<Boolean> met = new CompletableFuture<>();

    loop.start(() -> met.complete(await(second)));
    loop.start(second::countDown);

    assertTrue(met.get());
  }

  @Test
  void newcomer_besideThreadsThatYieldForEver_runs() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch yielding = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      loop.start(
          () -> {
            yielding.countDown();
            yieldUntil(over);
          });
    }
    yielding.await();
    CompletableFuture<String> newcomer = new CompletableFuture<>();

    loop.start(() -> newcomer.complete("ran"));

    assertEquals("ran", newcomer.get());
    over.set(true);
  }

  @Test
  void socket_besideThreadsThatYieldForEver_isHeard() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    CompletableFuture<String> reader = new CompletableFuture<>();
    loop.start(() -> yieldUntil(over));
    loop.start(
        () -> {
          try {
            new Readiness(loop, pipe.source()).await(SelectionKey.OP_READ);
            reader.complete("heard");
          } catch (Exception e) {
            reader.completeExceptionally(e);
          }
        });

    pipe.sink().write(ByteBuffer.wrap(new byte[1]));

    assertEquals("heard", reader.get());
    over.set(true);
    pipe.source().close();
    pipe.sink().close();
  }

  @Test
  void task_throws_othersGoOn() throws Exception {
    CompletableFuture<String> next = new CompletableFuture<>();

    loop.start(
        () -> {
          throw new IllegalStateException("expected in the log of this test");
        });
    loop.execute(
        () -> {
          throw new IllegalStateException("expected in the log of this test");
        });
    loop.start(() -> next.complete("ran"));

    assertEquals("ran", next.get());
  }

  @Test
  void next_ofEquals_takesTurns() {
    if (loops.all().size() > 1) {
      assertNotSame(loops.next(), loops.next());
    }
  }

  @Test
  void next_prefersTheLoopThatTheFewestUse() {
    loop.enter();
    for (int i = 0; i < 4 && loops.all().size() > 1; i++) {
      assertNotSame(loop, loops.next());
    }

    loop.leave();
    loops.all().forEach(EventLoop::enter);
    loop.leave();
    for (int i = 0; i < 4; i++) {
      assertSame(loop, loops.next());
    }
  }

  @Test
  void thread_startsAnother_whileTheNextLoopIsChosen_doesNotWait() throws Exception {
    CompletableFuture<String> another = new CompletableFuture<>();

    EventLoops chosenFrom = loops;
    synchronized (chosenFrom) { // as whoever chooses a loop for a connection holds it
      loop.start(() -> loop.start(() -> another.complete("ran")));

      assertEquals("ran", another.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void executor_knowsTheThreads_andInterruptsThem() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    CountDownLatch began = new CountDownLatch(1);
    loop.start(
        () -> {
          began.countDown();
          ended.complete(await(never));
        });
    began.await();

    ExecutorService threads = loops.executors().getFirst();
    threads.shutdownNow();

    assertFalse(ended.get());
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
  }

  @SuppressWarnings("ThreadPriorityCheck") // that is what is tested
  private static void yieldUntil(AtomicBoolean over) {
    while (!over.get()) {
      Thread.yield();
    }
  }

  /** Whether it came; false when interrupted. */
  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
