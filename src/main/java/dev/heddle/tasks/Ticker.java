package dev.heddle.tasks;

/** A source of elapsed time in nanoseconds; only differences mean anything. */
@FunctionalInterface
public interface Ticker {
  /** Nanoseconds since an arbitrary origin. Never goes back, whatever the wall clock does. */
  long nanoTime();

  /** The JVM's own monotonic clock. */
  static Ticker system() {
    return System::nanoTime;
  }
}
