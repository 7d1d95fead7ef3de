package dev.heddle.web;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest samples, each as a JSON object on one line, for any number of viewers. Thread-safe.
 */
public final class Feed {
  /**
   * A sample.
   *
   * @param number one more than that of the sample before
   * @param json the object
   */
  public record Sample(long number, String json) {}

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();

  // guarded by lock
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long last;

  /**
   * @param capacity how many are kept
   */
  public Feed(int capacity) {
    this.capacity = capacity;
  }

  /** Adds one; the oldest gives way. */
  public void add(String json) {
    lock.lock();
    try {
      if (samples.size() == capacity) {
        samples.removeFirst();
      }
      samples.addLast(new Sample(++last, json));
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for samples after that of {@code number}, for {@code longest} at most; returns those
   * there are, oldest first.
   */
  List<Sample> await(long number, Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    lock.lockInterruptibly();
    try {
      while (last <= number && left > 0) {
        left = added.awaitNanos(left);
      }
      return samples.stream().filter(sample -> sample.number() > number).toList();
    } finally {
      lock.unlock();
    }
  }
}
