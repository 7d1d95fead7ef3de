package dev.heddle.load;

import com.google.errorprone.annotations.FormatMethod;
import dev.heddle.stats.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Tells when the figures say more of the generator, or of the plan, than of the server. */
final class Warnings {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final double MOST_OF = 0.9;
  private static final double MUCH_OF = 0.4;
  private static final double SOME_DELAY = 1_000_000; // nanoseconds

  private Warnings() {}

  static List<String> of(
      LoadPlan plan,
      double rate,
      Latencies delay,
      Latencies latency,
      double cpu,
      OptionalDouble idle) {
    List<String> all = new ArrayList<>();
    boolean noneIdle = idle.isPresent() && idle.getAsDouble() < (1 - MOST_OF) * CORES;
    if (cpu > MOST_OF * CORES || (noneIdle && cpu > MUCH_OF * CORES)) {
      all.add(
          text(
              "the generator itself was the bottleneck: it used %.2f of %d cores, and none was idle; the server may be faster than this",
              cpu, CORES));
    }
    if (latency.count() == 0) {
      return all; // what follows is of latencies
    }
    long late = delay.percentile(99);
    if (late > SOME_DELAY && late > latency.percentile(99) / 4) {
      all.add(
          text(
              "the generator started requests late, 1 in 100 by %.1f ms or more, while the server waited: that is in the latency",
              late / 1e6));
    }
    if (plan.isOpen() && rate < plan.rate() - shortfall(plan)) {
      all.add(
          text(
              "%.0f requests/s were intended and %.0f achieved: the latency is that of a backlog",
              plan.rate(), rate));
    }
    return all;
  }

  /**
   * By how much fewer a second may come without a backlog. How many of random arrivals fall into a
   * time scatters by the root of their number.
   */
  private static double shortfall(LoadPlan plan) {
    double scatter =
        plan.arrivals() == Arrivals.POISSON
            ? 3 * Math.sqrt(plan.rate() / (plan.duration().toNanos() / 1e9))
            : 0;
    return 0.02 * plan.rate() + scatter;
  }

  @FormatMethod
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
