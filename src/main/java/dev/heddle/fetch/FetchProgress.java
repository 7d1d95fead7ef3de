package dev.heddle.fetch;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param known entries that were read so far
 * @param allKnown whether there are no more
 * @param running transfers that have begun and not ended
 * @param ended entries that have an outcome
 * @param bytes of content that have come, failed tries and all
 * @param slowest the host of the transfer that runs the longest, if one does
 * @param slowestTime how long that is
 */
public record FetchProgress(
    long known,
    boolean allKnown,
    int running,
    long ended,
    long bytes,
    Optional<String> slowest,
    Duration slowestTime) {}
