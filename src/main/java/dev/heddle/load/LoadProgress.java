package dev.heddle.load;

import dev.heddle.stats.Latencies;
import java.time.Duration;

/**
 * How far a load is.
 *
 * @param left until nothing more is sent
 * @param latest the latencies since the last look
 * @param rate replies a second since then
 * @param errors so far
 */
public record LoadProgress(Phase phase, Duration left, Latencies latest, double rate, long errors) {
  /** The phases of a load, in order. */
  public enum Phase {
    /** The target's address is found, and perhaps tried. */
    REACHING,
    CONNECTING,
    WARM_UP,
    MEASURING,
    /** What is in flight is waited for. */
    ENDING
  }
}
