package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LineBudgetTest {
  @Test
  void take_overTheSize_isHeldBackAndCounted() {
    LineBudget budget = new LineBudget(2);

    assertTrue(budget.take());
    assertTrue(budget.take());
    assertFalse(budget.take());
    assertFalse(budget.take());

    assertEquals(2, budget.refill());
  }

  @Test
  void refill_afterAnother_startsAnew() {
    LineBudget budget = new LineBudget(1);
    assertTrue(budget.take());
    assertFalse(budget.take());
    assertEquals(1, budget.refill());

    assertTrue(budget.take());

    assertEquals(0, budget.refill());
  }

  @Test
  void refill_ofAnUnusedBudget_savesNothingUp() {
    LineBudget budget = new LineBudget(1);

    budget.refill();
    budget.refill();

    assertTrue(budget.take());
    assertFalse(budget.take());
  }

  @Test
  void take_byManyThreadsAtOnce_neitherLosesNorInventsALine() throws Exception {
    LineBudget budget = new LineBudget(10);
    LongAdder taken = new LongAdder();
    CountDownLatch begin = new CountDownLatch(1);

    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        executor.execute(
            () -> {
              awaitUninterruptibly(begin);
              for (int k = 0; k < 10_000; k++) {
                if (budget.take()) {
                  taken.increment();
                }
              }
            });
      }
      begin.countDown();
    }

    assertEquals(10, taken.sum());
    assertEquals(80_000 - 10, budget.refill());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
