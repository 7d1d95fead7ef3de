package dev.heddle.compare.report;

import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads what JMH writes by {@code -rf json}, of any release. */
final class JmhReport {
  private static final List<String> CONDITIONS =
      List.of(
          "jmhVersion",
          "jvm",
          "jvmArgs",
          "jdkVersion",
          "vmName",
          "vmVersion",
          "forks",
          "warmupIterations",
          "warmupTime",
          "warmupBatchSize",
          "measurementIterations",
          "measurementTime",
          "measurementBatchSize");

  /** A percentile is taken of forks with ten operations beyond it. */
  private static final Map<String, Double> PERCENTILES =
      new TreeMap<>(Map.of("p50", 0.5, "p99", 0.99, "p99.9", 0.999));

  private static final int LEAST_BEYOND = 10;

  /** The middle dot, in whatever encoding, that JMH before 1.37 put before a profiler's metric. */
  private static final Pattern MARK = Pattern.compile("^[^\\p{Alnum}]+");

  /** What older releases repeat the score of the mode {@code sample} as, once a percentile. */
  private static final Pattern REPEATED = Pattern.compile(".*[^\\p{Alnum}]p[01]\\.\\d+$");

  private JmhReport() {}

  /** The entries of a report. */
  static List<Measurement> read(JsonArray entries) {
    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      measurements.add(measurement(Fields.of(entries.get(i), "entry " + (i + 1))));
    }
    return measurements;
  }

  private static Measurement measurement(Fields entry) {
    String code = entry.text("mode");
    Mode mode =
        Mode.of(code)
            .orElseThrow(
                () ->
                    new FormatException(
                        "%s has the mode '%s', which is none of thrpt, avgt, sample and ss"
                            .formatted(entry.place(), code)));
    Key key =
        new Key(
            entry.text("benchmark"),
            mode.code(),
            entry.number("threads").orElse(1.0).intValue(),
            params(entry));
    Fields primary =
        entry
            .fields("primaryMetric")
            .orElseThrow(() -> new FormatException(entry.place() + " has no 'primaryMetric'"));
    Metric score =
        new Metric(Metric.SCORE, unit(primary), mode.direction(), ForkSamples.of(primary));
    List<Metric> others = new ArrayList<>(percentiles(primary));
    Set<String> unjudged = new TreeSet<>();
    entry
        .fields("secondaryMetrics")
        .ifPresent(secondary -> readSecondary(secondary, others, unjudged));
    return new Measurement(key, conditions(entry), score, others, unjudged);
  }

  private static void readSecondary(Fields secondary, List<Metric> others, Set<String> unjudged) {
    for (String raw : secondary.names()) {
      Optional<Fields> metric = secondary.fields(raw);
      if (metric.isPresent() && !REPEATED.matcher(raw).matches()) {
        String name = MARK.matcher(raw).replaceFirst("");
        Unit unit = unit(metric.get());
        Optional<Direction> direction = unit.direction();
        if (direction.isPresent()) {
          others.add(new Metric(name, unit, direction.get(), ForkSamples.of(metric.get())));
        } else {
          unjudged.add(name);
        }
      }
    }
  }

  private static List<Metric> percentiles(Fields primary) {
    List<Histogram> forks = ForkSamples.histograms(primary);
    List<Metric> metrics = new ArrayList<>();
    PERCENTILES.forEach(
        (name, share) -> {
          boolean isTold =
              forks.stream().allMatch(fork -> fork.size() * (1 - share) >= LEAST_BEYOND - 1e-6);
          if (isTold && !forks.isEmpty()) {
            metrics.add(
                new Metric(
                    name,
                    unit(primary),
                    Direction.LOWER_IS_BETTER,
                    forks.stream().map(fork -> fork.quantile(share)).toList()));
          }
        });
    return metrics;
  }

  private static Unit unit(Fields metric) {
    return Unit.of(metric.text("scoreUnit"));
  }

  private static SortedMap<String, String> params(Fields entry) {
    SortedMap<String, String> params = new TreeMap<>();
    entry
        .fields("params")
        .ifPresent(
            fields ->
                fields
                    .names()
                    .forEach(name -> params.put(name, fields.words(name).orElse("null"))));
    return params;
  }

  private static Map<String, String> conditions(Fields entry) {
    Map<String, String> conditions = new LinkedHashMap<>();
    for (String name : CONDITIONS) {
      entry.words(name).ifPresent(value -> conditions.put(name, value));
    }
    return conditions;
  }
}
