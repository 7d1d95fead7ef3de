package dev.heddle.web.http;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The open connections, of which there are only so many. When all places are taken, a newcomer gets
 * that of the connection which has waited longest for its client; those that work, or have just
 * begun to wait, keep theirs. So nobody holds the page by sending nothing. Thread-safe.
 */
final class Connections {
  private static final long LOOK_AGAIN_MILLIS = 20;

  private final int limit;
  private final long patienceNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();

  /** Guarded by lock. */
  private final Set<HttpConnection> open = new HashSet<>();

  Connections(HttpLimits limits) {
    this.limit = limits.connections();
    this.patienceNanos = limits.patience().toNanos();
  }

  /**
   * Waits for a place and takes it. Only from then on does the connection wait for its client.
   *
   * @throws IOException if it was closed meanwhile
   */
  void enter(HttpConnection connection) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (open.size() >= limit) {
        open.stream()
            .max(Comparator.comparingLong(HttpConnection::waited))
            .ifPresent(longest -> longest.closeIfWaiting(patienceNanos));
        var unused = left.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      }
      connection.begin();
      open.add(connection);
    } finally {
      lock.unlock();
    }
  }

  void leave(HttpConnection connection) {
    lock.lock();
    try {
      if (open.remove(connection)) {
        left.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes those whose time is up. */
  void sweep() {
    snapshot().forEach(HttpConnection::closeIfOverdue);
  }

  /** Closes all. */
  void closeAll() {
    snapshot().forEach(HttpConnection::close);
  }

  private Set<HttpConnection> snapshot() {
    lock.lock();
    try {
      return Set.copyOf(open);
    } finally {
      lock.unlock();
    }
  }
}
