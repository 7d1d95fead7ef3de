package dev.heddle.server;

/**
 * How long to pause after a failure: from 5 ms, doubling up to a second, as Go's listener does.
 * Confined to one thread.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 5;
  private static final long LAST_MILLIS = 1_000;

  private long next = FIRST_MILLIS;

  /** The pause that the next failure is given. */
  long nextMillis() {
    return next;
  }

  void pause() throws InterruptedException {
    long millis = next;
    next = Math.min(2 * next, LAST_MILLIS);
    Thread.sleep(millis);
  }

  /** It went well: the next failure is a first one. */
  void reset() {
    next = FIRST_MILLIS;
  }
}
