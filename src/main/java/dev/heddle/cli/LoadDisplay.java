package dev.heddle.cli;

import dev.heddle.load.LoadProgress;
import dev.heddle.stats.Latencies;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows how a load goes, while it runs. Used by one thread. */
record LoadDisplay(PrintWriter err, boolean isTerminal) {
  private static final String CLEAR = "\r\u001B[K";
  private static final int LONGEST = 79;
  private static final Duration OFTEN = Duration.ofMillis(500);
  private static final Duration SELDOM = Duration.ofSeconds(1);

  static LoadDisplay on(PrintWriter err) {
    return new LoadDisplay(err, FetchDisplay.isTerminal());
  }

  Duration every() {
    return isTerminal ? OFTEN : SELDOM;
  }

  void refresh(LoadProgress progress) {
    if (isTerminal) {
      String line = line(progress);
      err.print(CLEAR + line.substring(0, Math.min(line.length(), LONGEST)));
      err.flush();
    } else {
      err.println(line(progress));
    }
  }

  /** Takes away what is not to stay. */
  void finish() {
    if (isTerminal) {
      err.print(CLEAR);
      err.flush();
    }
  }

  private static String line(LoadProgress progress) {
    String errors = String.format(Locale.ROOT, "%,d errors", progress.errors());
    double left = progress.left().toMillis() / 1e3;
    return switch (progress.phase()) {
      case REACHING -> "looking for the target";
      case CONNECTING -> "connecting, " + errors;
      case WARM_UP -> String.format(Locale.ROOT, "warm-up, %s, %.1f s left", errors, left);
      case MEASURING ->
          String.format(
              Locale.ROOT,
              "%,.0f requests/s, %s%s, %.1f s left",
              progress.rate(),
              latency(progress.latest()),
              errors,
              left);
      case ENDING -> "waiting for what is in flight, " + errors;
    };
  }

  /** Nothing where nothing was answered as it should be. */
  private static String latency(Latencies latest) {
    return latest.count() == 0
        ? ""
        : "p50 %s, p99 %s, "
            .formatted(
                LoadText.time((double) latest.percentile(50)),
                LoadText.time((double) latest.percentile(99)));
  }
}
