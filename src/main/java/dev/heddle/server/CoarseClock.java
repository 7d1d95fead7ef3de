package dev.heddle.server;

import dev.heddle.tasks.Ticker;

/**
 * Milliseconds since the server began, as of the last {@link #update}. Reading it costs a volatile
 * read, which a limit checked at every message can afford. Updated by the sweeper's thread.
 */
final class CoarseClock {
  private final Ticker ticker;
  private final long origin;
  private volatile long millis;

  CoarseClock(Ticker ticker) {
    this.ticker = ticker;
    this.origin = ticker.nanoTime();
  }

  long millis() {
    return millis;
  }

  /** Reads the ticker and returns the new time. */
  long update() {
    long now = (ticker.nanoTime() - origin) / 1_000_000;
    millis = now;
    return now;
  }
}
