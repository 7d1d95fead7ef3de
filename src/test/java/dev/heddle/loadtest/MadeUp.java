package dev.heddle.loadtest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.tasks.Threading;
import dev.heddle.tasks.Threading.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Results that nothing has been run for. */
public final class MadeUp {
  private MadeUp() {}

  /** A plan for JDKs that are not there. */
  public static LoadtestPlan plan(int rounds, String... versions) {
    List<Jdk> jdks = new ArrayList<>();
    for (String version : versions) {
      jdks.add(new Jdk(Path.of("/nowhere"), version, Path.of("/nowhere/heddle.jar")));
    }
    List<Threading> others =
        List.of(new Threading.Virtual(Scheduler.JDK), new Threading.Platform());
    Duration second = Duration.ofSeconds(1);
    return new LoadtestPlan(
        jdks, others, List.of(100, 1_000, 10_000), rounds, second, second, 10, 200);
  }

  /**
   * Results of {@code plan}, in which figures scatter by a few per cent, and the pool of 200 left
   * some of 10,000 clients without a connection in the first round.
   */
  public static Results results(LoadtestPlan plan) {
    Random random = new Random(1);
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < plan.rounds(); i++) {
      Round round = new Round();
      for (Cell cell : plan.cells()) {
        double luck = 1 + random.nextGaussian() / 30;
        boolean isVirtual = cell.series().threading() instanceof Threading.Virtual;
        boolean isOnLoops = cell.series().threading().equals(new Threading.Virtual());
        boolean isOld = cell.series().jdk().equals(plan.jdks().getFirst());
        double size = Math.log10(cell.connections());
        double rate =
            (isOnLoops ? 140_000 : isVirtual ? 100_000 : 110_000)
                / size
                * luck
                * (isOld ? 1 : 1.05);
        double latency = (isOnLoops ? 90 : isVirtual ? 180 : 150) * size * luck;
        JsonObject report =
            report(
                rate,
                latency,
                (isVirtual ? 8 : 11) * size * luck,
                80_000_000 + cell.connections() * (isVirtual ? 11_000L : 60_000L),
                isVirtual ? 27 : cell.connections() + 27);
        if (cell.exceedsPool() && cell.connections() == 10_000 && i == 0) {
          round(report).getAsJsonObject("errors").addProperty("timeout", 545);
        }
        round.add(cell, Outcome.of(cell, report));
      }
      rounds.add(round);
    }
    return new Results(
        plan,
        Instant.EPOCH,
        Duration.ofMinutes(10),
        1,
        Map.of(100, 20_000.0, 1_000, 15_000.0, 10_000, 10_000.0),
        rounds,
        true);
  }

  /** A cell in which every reply was right. */
  static Outcome.Measured measured(
      double rate, double latency, double cpu, long resident, int threads) {
    JsonObject report = report(rate, latency, cpu, resident, threads);
    return new Outcome.Measured(Sample.of(round(report)), report);
  }

  static JsonObject round(JsonObject report) {
    return report.getAsJsonArray("rounds").get(0).getAsJsonObject();
  }

  /** What the generator writes of such a cell. */
  static JsonObject report(double rate, double latency, double cpu, long resident, int threads) {
    String json =
        String.format(
            Locale.ROOT,
            """
            {"schema": "heddle-load/1", "target": "tcp://127.0.0.1:12345", "conditions": {},
             "rounds": [{"rate": %1$f, "requests": 100, "errors": {},
               "latency": {"p50": %2$f, "p90": %3$f, "p99": %4$f, "p99.9": %5$f},
               "serverCpuMicrosPerRequest": %6$f, "serverResidentBytes": %7$d,
               "serverThreads": %8$d, "warnings": []}]}
            """,
            rate,
            latency,
            3 * latency,
            10 * latency,
            40 * latency,
            cpu,
            resident,
            threads);
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
