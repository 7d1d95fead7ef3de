package dev.heddle.load;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets the other connections write before this one reads: by then its reply is there, and the read
 * does not park. For virtual threads alone; the operating system sees to the others.
 *
 * <p>Now and then it parks for a moment instead: on Java 25 threads that only yield keep their
 * carrier from all that wait for input.
 */
final class Turn {
  private static final int YIELDS_TO_PARK = 256;

  private final boolean yields;
  private int count;

  Turn(boolean yields) {
    this.yields = yields;
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint: nothing breaks if it does nothing
  void step() {
    if (!yields) {
      return;
    }
    if (++count < YIELDS_TO_PARK) {
      Thread.yield();
    } else {
      count = 0;
      LockSupport.parkNanos(1);
    }
  }
}
