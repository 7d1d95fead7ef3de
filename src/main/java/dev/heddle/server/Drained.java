package dev.heddle.server;

import dev.heddle.stats.Counted;

/**
 * What a drain came to.
 *
 * @param ended sessions that had answered all that had arrived when they ended
 * @param forced sessions that were closed with work left
 */
public record Drained(int ended, int forced) {
  /** Whether no session was cut off. */
  public boolean isGraceful() {
    return forced == 0;
  }

  /** As the last line of a server's log says it. */
  @Override
  public String toString() {
    return isGraceful()
        ? "stopped gracefully: " + Counted.of(ended, "connection") + " drained"
        : "stopped by force: "
            + Counted.of(forced, "connection")
            + " cut off, "
            + ended
            + " drained";
  }
}
