package dev.heddle.tasks.loop;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * As many event loops as virtual threads may run at once: the processors, or what {@code
 * jdk.virtualThreadScheduler.parallelism} says, as for the JDK's own scheduler. Thread-safe.
 */
public final class EventLoops implements Closeable {
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";
  private static final long END_MILLIS = 2_000;

  private final List<EventLoop> loops = new ArrayList<>();

  /** Guarded by this. */
  private int next;

  /** Whether this JDK lets virtual threads run on loops of ours. */
  public static boolean areAvailable() {
    return OwnScheduler.isAvailable();
  }

  /**
   * Opens the loops; they run once they are started.
   *
   * @param kind what the threads are for: those of the first loop are called {@code kind-0-0},
   *     {@code kind-0-1} and so on
   * @throws IOException if the system refuses what they ask by; those that were opened are closed
   *     again
   */
  public EventLoops(String kind) throws IOException {
    int count =
        Math.max(1, Integer.getInteger(PARALLELISM, Runtime.getRuntime().availableProcessors()));
    try {
      for (int i = 0; i < count; i++) {
        loops.add(new EventLoop(kind + " loop " + i, kind + "-" + i));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Has the loops run. */
  public void run() {
    loops.forEach(EventLoop::run);
  }

  public List<EventLoop> all() {
    return List.copyOf(loops);
  }

  /** The loop that the fewest {@linkplain EventLoop#enter use}; of equals each in its turn. */
  public synchronized EventLoop next() {
    EventLoop best = loops.get(next);
    for (int i = 1; i < loops.size(); i++) {
      EventLoop other = loops.get((next + i) % loops.size());
      if (other.users() < best.users()) {
        best = other;
      }
    }
    next = (next + 1) % loops.size();
    return best;
  }

  /** What owns the threads, for each loop: to wait for their end, or to interrupt them. */
  public List<ExecutorService> executors() {
    return loops.stream().map(EventLoop::threads).toList();
  }

  /** Ends the loops, and waits for that briefly; threads that are still on them never go on. */
  @Override
  public void close() throws IOException {
    for (EventLoop loop : loops) {
      loop.close();
    }
    try {
      for (EventLoop loop : loops) {
        loop.join(END_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
