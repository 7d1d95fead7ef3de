package dev.heddle.tasks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** The kind of threads that work runs on: what a comparison varies while all else stays. */
public sealed interface Threading {
  /** What gives virtual threads a processor, and tells them when their sockets are ready. */
  enum Scheduler {
    /** Event loops, where the work is made for them and the JDK allows it; else the JDK. */
    LOOPS,
    /** The JDK's own. */
    JDK
  }

  /** A virtual thread for each task (<a href="https://openjdk.org/jeps/444">JEP 444</a>). */
  record Virtual(Scheduler scheduler) implements Threading {
    /** On the scheduler that suits the work. */
    public Virtual() {
      this(Scheduler.LOOPS);
    }

    @Override
    public String toString() {
      return switch (scheduler) {
        case LOOPS -> "virtual";
        case JDK -> "virtual:jdk";
      };
    }
  }

  /** A platform thread for each task. */
  record Platform() implements Threading {
    @Override
    public String toString() {
      return "platform";
    }
  }

  /**
   * A fixed number of platform threads; further tasks wait.
   *
   * @param size how many threads, from 1
   */
  record Pool(int size) implements Threading {
    public Pool {
      if (size < 1) {
        throw new IllegalArgumentException("a pool needs at least 1 thread, not " + size);
      }
    }

    @Override
    public String toString() {
      return "pool:" + size;
    }
  }

  /**
   * Parses {@code virtual}, {@code virtual:jdk}, {@code platform} or {@code pool:N}.
   *
   * @throws IllegalArgumentException naming what is allowed
   */
  static Threading parse(String text) {
    if (text.equals("virtual")) {
      return new Virtual();
    }
    if (text.equals("virtual:jdk")) {
      return new Virtual(Scheduler.JDK);
    }
    if (text.equals("platform")) {
      return new Platform();
    }
    if (text.startsWith("pool:")) {
      try {
        int size = Integer.parseInt(text.substring("pool:".length()));
        if (size >= 1) {
          return new Pool(size);
        }
      } catch (NumberFormatException e) {
        // reported below, like everything else that is not a kind of thread
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is not a kind of threads: use virtual, virtual:jdk, platform or pool:N with N from 1");
  }

  /**
   * Opens an executor of this kind, whose virtual threads the JDK schedules. Its threads are called
   * {@code name-0}, {@code name-1} and so on. Starting a platform thread that the machine refuses
   * throws {@link OutOfMemoryError} from {@code execute}.
   */
  default ExecutorService open(String name) {
    ThreadFactory platform = Thread.ofPlatform().name(name + "-", 0).factory();
    return switch (this) {
      case Virtual anyhow ->
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
      case Platform() -> Executors.newThreadPerTaskExecutor(platform);
      case Pool(int size) -> new FixedPool(size, platform);
    };
  }
}
