package dev.heddle.server;

import dev.heddle.stats.Latencies;
import dev.heddle.stats.LatencyTotal;

/**
 * How long the server takes from the end of a read to the end of the write that answers it. Times
 * every read, but while the server is busy one in {@value #TIMED_READS}: two looks at the clock
 * cost as much as a greeting. Thread-safe.
 */
final class HandlingTimes {
  private static final int TIMED_READS = 16;

  private final LatencyTotal total = new LatencyTotal(true);

  /** Begins to time the {@code number}th read of a session; 0 if that is not timed. */
  long begin(int number, boolean busy) {
    return busy && number % TIMED_READS != 0 ? 0 : System.nanoTime();
  }

  /** Takes what was timed since {@link #begin} for a session of {@code owner}. */
  void end(long begun, Thread owner) {
    if (begun != 0) {
      total.record((int) owner.threadId(), System.nanoTime() - begun);
    }
  }

  Latencies snapshot() {
    return total.snapshot();
  }
}
