package dev.heddle.cli;

import dev.heddle.fetch.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a fetch ended, in figures.
 *
 * @param bytes of what was fetched that have come in this run
 */
record FetchTotals(
    long fetched, long kept, long failed, long cancelled, long bytes, Duration time) {
  static final FetchTotals NONE = new FetchTotals(0, 0, 0, 0, 0, Duration.ZERO);

  /** With one more. */
  FetchTotals with(Outcome outcome) {
    return switch (outcome.result()) {
      case FETCHED ->
          new FetchTotals(fetched + 1, kept, failed, cancelled, bytes + come(outcome), time);
      case KEPT -> new FetchTotals(fetched, kept + 1, failed, cancelled, bytes, time);
      case FAILED -> new FetchTotals(fetched, kept, failed + 1, cancelled, bytes, time);
      case CANCELLED -> new FetchTotals(fetched, kept, failed, cancelled + 1, bytes, time);
    };
  }

  private static long come(Outcome outcome) {
    return outcome.bytes() - outcome.earlier();
  }

  /** Whether there was no entry at all. */
  boolean isNothing() {
    return fetched + kept + failed + cancelled == 0;
  }

  /** The same after {@code elapsed}. */
  FetchTotals after(Duration elapsed) {
    return new FetchTotals(fetched, kept, failed, cancelled, bytes, elapsed);
  }

  /** One line. */
  @Override
  public String toString() {
    List<String> counts = new ArrayList<>();
    counts.add(String.format(Locale.ROOT, "%,d fetched", fetched));
    add(counts, kept, "kept");
    add(counts, failed, "failed");
    add(counts, cancelled, "cancelled");
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
