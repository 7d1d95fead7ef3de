package dev.heddle.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A place in the code where virtual threads blocked and kept their carriers (pinned them; <a
 * href="https://openjdk.org/jeps/491">JEP 491</a>).
 *
 * @param place class, method and line that blocked: the innermost frame that is not the JDK's. What
 *     pins, such as a {@code synchronized} method, is there or further out in {@code stack}
 * @param reason why the carrier could not be released; empty before Java 24, as is {@code
 *     operation}
 * @param operation what blocked, in the JDK's words
 * @param count how often it was seen
 * @param longest for how long at most
 * @param total for how long in all
 * @param lastSeen when it was over the last time, by the wall clock
 * @param thread name of the virtual thread that it was the last time; may be empty
 * @param stack innermost first; at most {@value ThreadTree#MOST_FRAMES} frames, of the last time
 */
public record PinnedPlace(
    String place,
    Optional<String> reason,
    Optional<String> operation,
    long count,
    Duration longest,
    Duration total,
    Instant lastSeen,
    String thread,
    List<String> stack) {
  public PinnedPlace {
    stack = List.copyOf(stack);
  }

  /** Whether the other is of the same place, for the same reason. */
  boolean isWhere(PinnedPlace other) {
    return place.equals(other.place)
        && reason.equals(other.reason)
        && operation.equals(other.operation);
  }

  /** This one, seen again as {@code later}. */
  PinnedPlace and(PinnedPlace later) {
    return new PinnedPlace(
        place,
        reason,
        operation,
        count + later.count,
        longest.compareTo(later.longest) > 0 ? longest : later.longest,
        total.plus(later.total),
        later.lastSeen,
        later.thread,
        later.stack);
  }
}
