package dev.heddle.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All threads of this process at about one moment; immutable. Threads do not stand still while it
 * is taken.
 *
 * @param takenAt by the wall clock
 * @param cost how long it took to take and to read
 */
record ThreadDump(Instant takenAt, Duration cost, List<DumpedContainer> containers) {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofMinutes(1);

  /** While a dump is taken the connections lack a core: so it is for a hundredth of the time. */
  private static final int COSTS = 100;

  /** For how long there is no other. */
  Duration kept() {
    Duration kept = cost.multipliedBy(COSTS);
    if (kept.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return kept.compareTo(MOST) > 0 ? MOST : kept;
  }
}
