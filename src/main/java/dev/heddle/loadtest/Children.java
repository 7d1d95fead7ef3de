package dev.heddle.loadtest;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The processes that a load test has started: once it is closed there is none and will be none.
 * Thread-safe. Should this process die without closing it, they end by themselves: each reads its
 * standard input, of which this process holds the other end.
 */
final class Children implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Set<Process> running = new HashSet<>();

  @GuardedBy("lock")
  private boolean isClosed;

  /**
   * Starts a process.
   *
   * @throws IOException if that can't be done, or all is to end
   */
  Process start(ProcessBuilder builder) throws IOException {
    lock.lock();
    try {
      if (isClosed) {
        throw new IOException("stopped");
      }
      Process process = builder.start();
      running.add(process);
      return process;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a process by force and waits for it, but not for long: nothing resists. */
  void end(Process process) {
    var unused = process.destroyForcibly().onExit().join();
    lock.lock();
    try {
      running.remove(process);
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return isClosed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all by force; whoever waits for one of them goes on. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      running.forEach(Process::destroyForcibly);
      running.forEach(process -> process.onExit().join());
    } finally {
      lock.unlock();
    }
  }
}
