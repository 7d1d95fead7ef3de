package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class AdmissionTest {
  private static final int CARRIERS = Runtime.getRuntime().availableProcessors();
  private static final int EACH = 500;
  private static final long WORK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long CHECK_MILLIS = 200;
  private static final int CHECKS = 20;

  private final Admission admission = new Admission();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch working = new CountDownLatch(CARRIERS * EACH);

  /** By themselves they would park after 256 pieces of work each: in 13 s. */
  @Test
  void newcomer_besideThousandsThatYield_runsAfterAFewChecks() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CARRIERS * EACH; i++) {
      threads.add(Thread.ofVirtual().start(this::takeTurns));
    }
    Probe.await("all parked", () -> threads.stream().allMatch(this::waits));
    wakeOnEveryCarrier(threads);
    working.await();
    CountDownLatch ran = new CountDownLatch(1);

    Thread.ofVirtual().start(ran::countDown);
    boolean newcomerRan = false;
    for (int i = 0; i < CHECKS && !newcomerRan; i++) {
      admission.check();
      newcomerRan = ran.await(CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertTrue(newcomerRan);
  }

  private boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  /** Who is woken by a thread on a carrier goes to that carrier's own queue. */
  private void wakeOnEveryCarrier(List<Thread> threads) {
    begun.set(true);
    CountDownLatch onCarriers = new CountDownLatch(CARRIERS);
    for (int i = 0; i < CARRIERS; i++) {
      List<Thread> own = threads.subList(i * EACH, (i + 1) * EACH);
      Thread.startVirtualThread(
          () -> {
            onCarriers.countDown();
            while (onCarriers.getCount() > 0) {
              Thread.onSpinWait();
            }
            own.forEach(LockSupport::unpark);
          });
    }
  }

  private void takeTurns() {
    while (!begun.get()) {
      LockSupport.park();
    }
    Turn turn = new Turn(admission);
    for (boolean first = true; !over.get(); first = false) {
      long end = System.nanoTime() + WORK_NANOS;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      turn.step(1, true);
      if (first) {
        working.countDown();
      }
    }
  }
}
