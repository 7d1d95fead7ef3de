package dev.heddle.tasks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request, made once, that work should end: by a call of {@link #request} from any thread, or by
 * a deadline. One stop may end many scopes.
 */
public final class Stop {
  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private final CountDownLatch requested = new CountDownLatch(1);
  private final long start = System.nanoTime();
  private final long allowedNanos;

  private Stop(long allowedNanos) {
    this.allowedNanos = allowedNanos;
  }

  /** A stop that comes only when it is requested. */
  public static Stop onRequest() {
    return new Stop(NO_DEADLINE);
  }

  /**
   * A stop that comes when it is requested, or {@code allowed} from now by the monotonic clock;
   * from 292 years on, only when it is requested.
   */
  public static Stop within(Duration allowed) {
    return new Stop(Math.max(0, TimeUnit.NANOSECONDS.convert(allowed)));
  }

  /** Asks for the end. Calls after the first do nothing; never blocks. */
  public void request() {
    requested.countDown();
  }

  /** Whether the end was asked for; false when only the deadline has passed. */
  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Whether the deadline has passed. */
  public boolean isOverdue() {
    return allowedNanos != NO_DEADLINE && System.nanoTime() - start >= allowedNanos;
  }

  /** Whether the stop was requested or its deadline has passed. */
  boolean hasCome() {
    return isRequested() || isOverdue();
  }

  /** Blocks until the stop is requested or its deadline passes. */
  public void await() throws InterruptedException {
    if (allowedNanos == NO_DEADLINE) {
      requested.await();
    } else {
      var unused =
          requested.await(
              Math.max(0, allowedNanos - (System.nanoTime() - start)), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Blocks until the stop is requested or its deadline passes, but no longer than {@code longest}.
   *
   * @return whether the stop has come
   */
  public boolean awaitWithin(Duration longest) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(longest);
    if (allowedNanos != NO_DEADLINE) {
      nanos = Math.min(nanos, allowedNanos - (System.nanoTime() - start));
    }
    var unused = requested.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    return hasCome();
  }
}
