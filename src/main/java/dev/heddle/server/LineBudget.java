package dev.heddle.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** So many lines until the next refill; the others are held back and counted. Thread-safe. */
final class LineBudget {
  private final int size;
  private final AtomicInteger left;
  private final LongAdder heldBack = new LongAdder();

  LineBudget(int size) {
    this.size = size;
    this.left = new AtomicInteger(size);
  }

  /** Whether one more line may be written; if not, it is counted as held back. */
  boolean take() {
    // The read comes first, so that a flood of lines does not contend for the count.
    if (left.get() > 0 && left.getAndDecrement() > 0) {
      return true;
    }
    heldBack.increment();
    return false;
  }

  /** Starts anew; returns how many lines were held back, as {@link #takeHeldBack} does. */
  long refill() {
    left.set(size);
    return takeHeldBack();
  }

  /** Starts anew, and leaves the count of lines held back to the next that is written. */
  void refillKeepingCount() {
    left.set(size);
  }

  /** How many lines were held back since the last time that this was asked. */
  long takeHeldBack() {
    return heldBack.sumThenReset();
  }
}
