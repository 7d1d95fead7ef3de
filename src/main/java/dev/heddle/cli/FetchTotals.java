package dev.heddle.cli;

import dev.heddle.fetch.Outcome;
import dev.heddle.fetch.Outcome.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a fetch ended, in figures.
 *
 * @param cancelled those that had begun
 * @param notBegun those that were read of the list, and no more
 * @param bytes of what was fetched that have come in this run
 */
record FetchTotals(
    long fetched,
    long kept,
    long failed,
    long cancelled,
    long notBegun,
    long bytes,
    Duration time) {
  static final FetchTotals NONE = new FetchTotals(0, 0, 0, 0, 0, 0, Duration.ZERO);

  /** With one more. */
  FetchTotals with(Outcome outcome) {
    Result result = outcome.result();
    boolean isNotBegun = outcome.isNotBegun();
    return new FetchTotals(
        fetched + one(result == Result.FETCHED),
        kept + one(result == Result.KEPT),
        failed + one(result == Result.FAILED),
        cancelled + one(result == Result.CANCELLED && !isNotBegun),
        notBegun + one(isNotBegun),
        bytes + (result == Result.FETCHED ? outcome.bytes() - outcome.earlier() : 0),
        time);
  }

  private static int one(boolean counts) {
    return counts ? 1 : 0;
  }

  /** Whether there was no entry at all. */
  boolean isNothing() {
    return fetched + kept + failed + cancelled + notBegun == 0;
  }

  /** The same after {@code elapsed}. */
  FetchTotals after(Duration elapsed) {
    return new FetchTotals(fetched, kept, failed, cancelled, notBegun, bytes, elapsed);
  }

  /** One line. */
  @Override
  public String toString() {
    List<String> counts = new ArrayList<>();
    counts.add(String.format(Locale.ROOT, "%,d fetched", fetched));
    add(counts, kept, "kept");
    add(counts, failed, "failed");
    add(counts, cancelled, "cancelled");
    add(counts, notBegun, "not begun");
    double seconds = time.toNanos() / 1e9;
    return String.format(
        Locale.ROOT,
        "%s; %s in %.3f s, %s/s",
        String.join(", ", counts),
        FetchText.size((double) bytes),
        seconds,
        FetchText.size(seconds > 0 ? bytes / seconds : 0));
  }

  private static void add(List<String> counts, long count, String what) {
    if (count > 0) {
      counts.add(String.format(Locale.ROOT, "%,d %s", count, what));
    }
  }
}
