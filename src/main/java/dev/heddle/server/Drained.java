package dev.heddle.server;

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
        ? "stopped gracefully: " + connections(ended) + " drained"
        : "stopped by force: " + connections(forced) + " cut off, " + ended + " drained";
  }

  private static String connections(int count) {
    return count == 1 ? "1 connection" : count + " connections";
  }
}
