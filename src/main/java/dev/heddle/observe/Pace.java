package dev.heddle.observe;

import java.time.Duration;

/**
 * Equal steps from a start, in nanoseconds. What came late does not make what follows late; steps
 * that were missed altogether are left out.
 */
record Pace(long start, Duration period) {
  /** From {@code now} to the next step, which is never now. */
  Duration untilNext(long now) {
    long nanos = period.toNanos();
    return Duration.ofNanos(nanos - Math.floorMod(now - start, nanos));
  }
}
