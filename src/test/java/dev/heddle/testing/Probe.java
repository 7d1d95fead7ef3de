package dev.heddle.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for something to become true by looking at it, often and not for ever. */
public final class Probe {
  private static final long LOOK_AGAIN_NANOS = 1_000_000;

  private Probe() {}

  /** A condition that may fail to be looked at. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits up to ten seconds; {@code what} tells the failure. */
  public static void await(String what, Condition condition) throws Exception {
    await(what, Duration.ofSeconds(10), condition, () -> "");
  }

  public static void await(String what, Duration limit, Condition condition, Supplier<Object> state)
      throws Exception {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new AssertionError("waited " + limit + " for: " + what + " " + state.get());
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
