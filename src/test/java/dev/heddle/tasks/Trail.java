package dev.heddle.tasks;

import dev.heddle.tasks.Tasks.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The order in which things happened on several threads. Thread-safe. */
final class Trail {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final List<String> events = new ArrayList<>(); // guarded by lock

  void add(String event) {
    lock.lock();
    try {
      events.add(event);
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until this has happened; the test's own timeout ends a wait in vain. */
  void await(String event) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!events.contains(event)) {
        added.await();
      }
    } finally {
      lock.unlock();
    }
  }

  List<String> events() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  /** Blocks until it is interrupted; leaves {@code NAME starts} and {@code NAME interrupted}. */
  Work untilInterrupted(String name) {
    return () -> {
      add(name + " starts");
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        add(name + " interrupted");
        throw e;
      }
    };
  }

  /** Goes on after its interrupt until {@code release}; leaves {@code NAME ends} as well. */
  Work untilReleased(String name, CountDownLatch release) {
    return () -> {
      try {
        untilInterrupted(name).run();
      } catch (InterruptedException e) {
        release.await();
        add(name + " ends");
      }
    };
  }
}
