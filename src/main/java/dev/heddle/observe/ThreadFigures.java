package dev.heddle.observe;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The threads of this process, and the scheduler of the virtual ones (<a
 * href="https://openjdk.org/jeps/444">JEP 444</a>). How many virtual threads there are no JDK tells
 * without a dump: see {@link ThreadTree}.
 *
 * @param platform live platform threads, the carriers included
 * @param parallelism carriers that run virtual threads at once
 * @param pool carriers started and not ended; empty before Java 24, as are the following
 * @param mounted virtual threads on a carrier, an estimate
 * @param queued virtual threads that could run and have no carrier, an estimate
 */
public record ThreadFigures(
    int platform, int parallelism, OptionalInt pool, OptionalInt mounted, OptionalLong queued) {}
