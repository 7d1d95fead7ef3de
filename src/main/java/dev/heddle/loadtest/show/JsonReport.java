package dev.heddle.loadtest.show;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.loadtest.Cell;
import dev.heddle.loadtest.LoadtestPlan;
import dev.heddle.loadtest.Measure;
import dev.heddle.loadtest.Outcome;
import dev.heddle.loadtest.Results;
import dev.heddle.loadtest.Round;
import dev.heddle.loadtest.Spread;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The results for programs: schema {@code heddle-loadtest/1}, and a report of loads a cell. */
public final class JsonReport {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final Results results;
  private final LoadtestPlan plan;
  private final Words words;

  private JsonReport(Results results) {
    this.results = results;
    this.plan = results.plan();
    this.words = new Words(results);
  }

  /**
   * The whole of it.
   *
   * @param lacks what could not be done, a sentence each
   */
  public static String of(Results results, List<String> lacks) {
    return GSON.toJson(new JsonReport(results).report(lacks)) + "\n";
  }

  /** What was measured of a cell, by the schema {@code heddle-load/1}; empty if nothing was. */
  public static Optional<String> ofLoads(Results results, Cell cell) {
    JsonObject all = new JsonObject();
    JsonArray rounds = new JsonArray();
    for (Round round : results.rounds()) {
      if (round.outcome(cell).orElse(null) instanceof Outcome.Measured measured) {
        if (rounds.isEmpty()) {
          all = measured.report().deepCopy();
        }
        measured.report().getAsJsonArray("rounds").forEach(rounds::add);
      }
    }
    if (rounds.isEmpty()) {
      return Optional.empty();
    }
    // Each server had a port of its own, which is no difference between them.
    all.addProperty("target", all.get("target").getAsString().replaceFirst(":\\d+$", ""));
    all.getAsJsonObject("conditions").addProperty("server", cell.series().threading().toString());
    all.add("rounds", rounds);
    return Optional.of(GSON.toJson(all) + "\n");
  }

  private JsonObject report(List<String> lacks) {
    JsonObject report = new JsonObject();
    report.addProperty("schema", "heddle-loadtest/1");
    report.addProperty("started", results.started().toString());
    report.addProperty("seconds", results.took().toMillis() / 1e3);
    report.addProperty("complete", results.isComplete());
    report.add("conditions", conditions());
    report.add("answers", strings(words.answers()));
    report.add("lacks", strings(lacks));
    report.add("doubts", strings(words.doubts()));
    JsonArray cells = new JsonArray();
    plan.cells().forEach(cell -> cells.add(cell(cell)));
    report.add("cells", cells);
    return report;
  }

  private JsonObject conditions() {
    JsonObject conditions = new JsonObject();
    conditions.add("jdks", strings(plan.jdks().stream().map(jdk -> jdk.version()).toList()));
    conditions.addProperty("os", System.getProperty("os.name"));
    conditions.addProperty("osVersion", System.getProperty("os.version"));
    conditions.addProperty("arch", System.getProperty("os.arch"));
    conditions.addProperty("cores", Runtime.getRuntime().availableProcessors());
    conditions.add("connections", GSON.toJsonTree(plan.connections()));
    conditions.addProperty("warmupSeconds", plan.warmup().toMillis() / 1e3);
    conditions.addProperty("durationSeconds", plan.duration().toMillis() / 1e3);
    conditions.addProperty("conversation", plan.conversation());
    conditions.add("openRates", GSON.toJsonTree(results.openRates()));
    conditions.addProperty("seed", results.seed());
    return conditions;
  }

  private JsonObject cell(Cell cell) {
    JsonObject object = new JsonObject();
    object.addProperty("loop", cell.loop().label());
    object.addProperty("connections", cell.connections());
    object.addProperty("threads", cell.series().threading().toString());
    object.addProperty("jdk", cell.series().jdk().version());
    if (results.measured(cell) > 0) {
      object.addProperty("report", cell.name() + ".json");
    }
    object.addProperty("rounds", results.measured(cell));
    object.add("failures", strings(results.failures(cell)));
    object.add("figures", measures(measure -> results.figure(cell, measure)));
    plan.base(cell)
        .ifPresent(
            base ->
                object.add("byVirtual", measures(measure -> results.ratio(cell, base, measure))));
    plan.onFirstJdk(cell)
        .ifPresent(
            base ->
                object.add("byFirstJdk", measures(measure -> results.ratio(cell, base, measure))));
    return object;
  }

  private static JsonObject measures(Function<Measure, Optional<Spread>> figure) {
    JsonObject object = new JsonObject();
    for (Measure measure : Measure.values()) {
      figure.apply(measure).ifPresent(spread -> object.add(measure.label(), spread(spread)));
    }
    return object;
  }

  private static JsonObject spread(Spread spread) {
    JsonObject object = new JsonObject();
    object.addProperty("median", spread.median());
    object.addProperty("low", spread.low());
    object.addProperty("high", spread.high());
    return object;
  }

  private static JsonArray strings(List<String> strings) {
    JsonArray array = new JsonArray();
    strings.forEach(array::add);
    return array;
  }
}
