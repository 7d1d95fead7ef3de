package dev.heddle.compare.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads what {@code heddle load --json} writes: each round is a sample, as a fork is of JMH. */
final class LoadReport {
  private static final String SCHEMA = "heddle-load/1";
  private static final Pattern SCHEME = Pattern.compile("^(\\w+)://.*");
  private static final String RATE = "rate";

  /** Further figures of a round, all of them better when lower, and their units. */
  private static final Map<String, String> USES =
      Map.of(
          "serverCpuMicrosPerRequest", "us",
          "serverContextSwitchesPerRequest", "switches",
          "serverResidentBytes", "B");

  private LoadReport() {}

  /** Whether it is one, in whatever version. */
  static boolean isOne(JsonObject object) {
    JsonElement schema = object.get("schema");
    return schema != null
        && schema.isJsonPrimitive()
        && schema.getAsString().startsWith("heddle-load/");
  }

  /** The one entry of a report, named after the target's protocol: its address is a condition. */
  static Measurement read(JsonObject object) {
    Fields report = new Fields(object, "the report");
    if (!report.text("schema").equals(SCHEMA)) {
      throw new FormatException(
          "its schema is '%s', and this Heddle reads %s".formatted(report.text("schema"), SCHEMA));
    }
    String target = report.text("target");
    Map<String, String> conditions = new LinkedHashMap<>(Map.of("target", target));
    report
        .fields("conditions")
        .ifPresent(
            fields ->
                fields
                    .names()
                    .forEach(name -> conditions.put(name, fields.words(name).orElse("null"))));
    Map<String, List<Double>> samples = samples(report);
    List<Metric> others = new ArrayList<>();
    samples.forEach(
        (name, values) -> {
          if (!name.equals(RATE)) {
            others.add(
                new Metric(
                    name,
                    Unit.of(USES.getOrDefault(name, "us")),
                    Direction.LOWER_IS_BETTER,
                    values));
          }
        });
    return new Measurement(
        new Key("load " + SCHEME.matcher(target).replaceFirst("$1"), "load", 1, new TreeMap<>()),
        conditions,
        new Metric(
            Metric.SCORE,
            Unit.of("ops/s"),
            Direction.HIGHER_IS_BETTER,
            samples.getOrDefault(RATE, List.of())),
        others,
        Set.of());
  }

  private static Map<String, List<Double>> samples(Fields report) {
    JsonArray rounds =
        report
            .array("rounds")
            .filter(array -> !array.isEmpty())
            .orElseThrow(() -> new FormatException("it holds no rounds"));
    Map<String, List<Double>> samples = new LinkedHashMap<>();
    for (int i = 0; i < rounds.size(); i++) {
      Fields round = Fields.of(rounds.get(i), "round " + (i + 1));
      add(samples, RATE, round, RATE);
      round
          .fields("latency")
          .ifPresent(
              latency ->
                  latency.names().forEach(name -> add(samples, "latency " + name, latency, name)));
      new TreeSet<>(USES.keySet()).forEach(use -> add(samples, use, round, use));
    }
    return samples;
  }

  private static void add(
      Map<String, List<Double>> samples, String metric, Fields fields, String name) {
    fields
        .number(name)
        .filter(Double::isFinite)
        .ifPresent(value -> samples.computeIfAbsent(metric, key -> new ArrayList<>()).add(value));
  }
}
