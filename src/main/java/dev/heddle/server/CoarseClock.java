package dev.heddle.server;

import dev.heddle.tasks.Ticker;

/**
 * Milliseconds since the server began, as of the last {@link #update}. Reading it costs a volatile
 * read, which a limit checked at every message can afford. Updated by the sweeper's thread.
 *
 * <p>It goes on by no more than a step at each update: while the sweeper could not run, nor perhaps
 * the sessions, no limit runs down.
 */
final class CoarseClock {
  private final Ticker ticker;
  private final long longestStep;
  private long ticked;
  private volatile long millis;

  /**
   * @param longestStep in milliseconds
   */
  CoarseClock(Ticker ticker, long longestStep) {
    this.ticker = ticker;
    this.longestStep = longestStep;
    this.ticked = ticker.nanoTime();
  }

  long millis() {
    return millis;
  }

  /** A time by which {@code limit} milliseconds have passed for sure, however old this clock is. */
  long after(long limit) {
    return millis + longestStep + limit;
  }

  /** Reads the ticker and returns the new time. */
  long update() {
    long passed = (ticker.nanoTime() - ticked) / 1_000_000;
    ticked += passed * 1_000_000;
    long now = millis + Math.min(passed, longestStep);
    millis = now;
    return now;
  }
}
