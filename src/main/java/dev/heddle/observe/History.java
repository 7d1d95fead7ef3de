package dev.heddle.observe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The samples of the last five minutes. Thread-safe. */
public final class History {
  /** The most samples that are kept: five minutes of one a second. */
  public static final int CAPACITY = 300;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Deque<Sample> samples = new ArrayDeque<>(CAPACITY); // guarded by lock

  /** Adds the newest; the oldest gives way. */
  void add(Sample sample) {
    lock.lock();
    try {
      if (samples.size() == CAPACITY) {
        samples.removeFirst();
      }
      samples.addLast(sample);
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** All of them, oldest first, as they are now; never blocks for long. */
  public List<Sample> all() {
    return after(0);
  }

  /** The newest; empty before the first. */
  public Optional<Sample> latest() {
    lock.lock();
    try {
      return Optional.ofNullable(samples.peekLast());
    } finally {
      lock.unlock();
    }
  }

  /** Those whose number is above {@code number}, oldest first. */
  public List<Sample> after(long number) {
    lock.lock();
    try {
      return samples.stream().filter(sample -> sample.number() > number).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Blocks until there is a sample whose number is above {@code number}, or {@code longest} has
   * passed; then as {@link #after}. Any number of threads may wait.
   *
   * @throws InterruptedException if interrupted while it waits
   */
  public List<Sample> awaitAfter(long number, Duration longest) throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.convert(longest);
    lock.lockInterruptibly();
    try {
      while (left > 0 && (samples.isEmpty() || samples.getLast().number() <= number)) {
        left = added.awaitNanos(left);
      }
      return after(number);
    } finally {
      lock.unlock();
    }
  }
}
