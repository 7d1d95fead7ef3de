package dev.heddle.tasks;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sees to it that virtual threads that wait for a carrier get one while others yield without end.
 *
 * <p>A thread that yields stays in its carrier's own queue if that holds others, and a carrier
 * looks elsewhere, where threads go that are new or were waiting for input, only when that is
 * empty. Where thousands are busy it may not be for many seconds. So a thread is started now and
 * then; if it has not run by the next time, all that take turns park once, which empties the
 * queues. Beside 10,000 busy connections on Java 25 a newcomer waited up to seven seconds for its
 * welcome.
 */
public final class Admission {
  private final AtomicInteger round = new AtomicInteger();
  private volatile boolean waiting;

  /** Looks, and does what is needed. Half a second apart; by one platform thread. */
  public void check() {
    if (waiting) {
      round.incrementAndGet();
    } else {
      waiting = true;
      Thread.startVirtualThread(() -> waiting = false);
    }
  }

  /** Changes when all are to park. */
  int round() {
    return round.get();
  }
}
