package dev.heddle.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * The kinds of threads that benchmarks without a server compare, as their parameter {@code threads}
 * names them. The JDK schedules the virtual ones.
 */
final class Kinds {
  private Kinds() {}

  /** Makes threads of that kind, for {@code virtual} and {@code platform}. */
  static ThreadFactory factory(String kind) {
    return switch (kind) {
      case "virtual" -> Thread.ofVirtual().factory();
      case "platform", "pool" -> Thread.ofPlatform().daemon().factory();
      default -> throw new IllegalArgumentException("not a kind of threads: " + kind);
    };
  }

  /**
   * Opens an executor of that kind.
   *
   * @param poolSize how many threads a {@code pool} has; they are all there at once
   */
  static ExecutorService open(String kind, int poolSize) {
    return kind.equals("pool")
        ? Executors.newFixedThreadPool(poolSize, factory(kind))
        : Executors.newThreadPerTaskExecutor(factory(kind));
  }
}
