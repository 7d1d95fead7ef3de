package dev.heddle.server;

import dev.heddle.stats.CloseReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The open sessions, how many there may be, and what the ended ones have done. Thread-safe.
 *
 * <p>A listener waits for a slot before it accepts, so that connections over the limit stay in the
 * kernel's queue.
 */
final class Sessions {
  private final int limit;
  private final Set<Session> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  // guarded by lock
  private int count;
  private long total;
  private long greetings;
  private long bytesIn;
  private long bytesOut;
  private final Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);

  private volatile boolean draining;
  private volatile boolean busy;

  Sessions(int limit) {
    this.limit = limit;
    for (CloseReason reason : CloseReason.values()) {
      closed.put(reason, 0L);
    }
  }

  /** Blocks while the limit is reached. */
  void awaitSlot() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (count >= limit) {
        ended.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a session, which is then open; blocks while another listener has taken its slot. Does not
   * look for an interrupt unless it has to wait: what was accepted before a stop is served.
   */
  void add(Session session) throws InterruptedException {
    lock.lock();
    try {
      while (count >= limit) {
        ended.await();
      }
      count++;
      total++;
      open.add(session);
    } finally {
      lock.unlock();
    }
  }

  /** Takes back {@link #add} for a session that could not be started. */
  void refused(Session session) {
    lock.lock();
    try {
      total--;
      remove(session);
    } finally {
      lock.unlock();
    }
  }

  /** The session has ended and its socket is closed. */
  void ended(Session session, CloseReason reason) {
    lock.lock();
    try {
      greetings += session.greetings();
      bytesIn += session.bytesIn();
      bytesOut += session.bytesOut();
      closed.merge(reason, 1L, Long::sum);
      remove(session);
    } finally {
      lock.unlock();
    }
  }

  private void remove(Session session) {
    open.remove(session);
    count--;
    ended.signalAll();
  }

  /** The open sessions; weakly consistent. */
  Iterable<Session> open() {
    return open;
  }

  /** How many may be open at once. */
  int limit() {
    return limit;
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no session is open, or {@code millis} have passed; returns how many are open. */
  int awaitNone(long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      while (count > 0 && left > 0) {
        left = ended.awaitNanos(left);
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  boolean isDraining() {
    return draining;
  }

  /** From now on sessions end when they have answered what has arrived. */
  void drain() {
    draining = true;
  }

  /** Whether many sessions were active of late. */
  boolean areBusy() {
    return busy;
  }

  void setBusy(boolean value) {
    busy = value;
  }

  Totals totals() {
    lock.lock();
    try {
      long greetingsNow = greetings;
      long bytesInNow = bytesIn;
      long bytesOutNow = bytesOut;
      for (Session session : open) {
        session.stamp(); // a volatile read, after which the session's own counters are current
        greetingsNow += session.greetings();
        bytesInNow += session.bytesIn();
        bytesOutNow += session.bytesOut();
      }
      return new Totals(count, total, greetingsNow, bytesInNow, bytesOutNow, Map.copyOf(closed));
    } finally {
      lock.unlock();
    }
  }

  /** What the sessions have done, ended and open ones together. */
  record Totals(
      long now,
      long connections,
      long greetings,
      long bytesIn,
      long bytesOut,
      Map<CloseReason, Long> closed) {}
}
