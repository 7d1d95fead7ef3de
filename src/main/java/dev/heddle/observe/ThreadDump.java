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
record ThreadDump(Instant takenAt, Duration cost, List<DumpedContainer> containers) {}
