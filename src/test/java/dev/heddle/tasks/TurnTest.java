package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TurnTest {
  @Test
  void step_forEverByMoreThreadsThanCarriers_letsNewcomerRun() throws Exception {
    int busy = 3 * Runtime.getRuntime().availableProcessors();
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch running = new CountDownLatch(busy);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < busy; i++) {
      threads.add(Thread.ofVirtual().start(() -> takeTurns(running, over)));
    }
    running.await();
    CountDownLatch ran = new CountDownLatch(1);

    Thread.ofVirtual().start(ran::countDown);
    boolean newcomerRan = ran.await(10, TimeUnit.SECONDS);

    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertTrue(newcomerRan);
  }

  private static void takeTurns(CountDownLatch running, AtomicBoolean over) {
    Turn turn = new Turn();
    for (boolean first = true; !over.get(); first = false) {
      turn.step(1, false);
      if (first) {
        running.countDown();
      }
    }
  }
}
