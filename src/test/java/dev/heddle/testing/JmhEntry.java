package dev.heddle.testing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An entry of a report of JMH, as JMH writes it; each method gives another one. */
public record JmhEntry(
    String benchmark,
    String mode,
    int threads,
    String unit,
    String data,
    Map<String, String> params,
    Map<String, String> secondary,
    Map<String, String> conditions) {

  /** Of the mode {@code avgt} in {@code ns/op}, with a fork of one iteration for each sample. */
  public static JmhEntry of(String benchmark, double... forks) {
    return new JmhEntry(
        benchmark,
        "avgt",
        1,
        "ns/op",
        raw(forks),
        Map.of(),
        Map.of(),
        Map.of("jmhVersion", "1.37", "jdkVersion", "21.0.8"));
  }

  /** A report. */
  public static String report(JmhEntry... entries) {
    return Arrays.stream(entries)
        .map(JmhEntry::toString)
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  public JmhEntry mode(String newMode, String newUnit) {
    return new JmhEntry(benchmark, newMode, threads, newUnit, data, params, secondary, conditions);
  }

  public JmhEntry threads(int number) {
    return new JmhEntry(benchmark, mode, number, unit, data, params, secondary, conditions);
  }

  /** With raw data as it is written, such as {@code "rawData": [[1.0, 2.0]]}. */
  public JmhEntry data(String json) {
    return new JmhEntry(benchmark, mode, threads, unit, json, params, secondary, conditions);
  }

  public JmhEntry param(String name, String value) {
    return new JmhEntry(
        benchmark, mode, threads, unit, data, with(params, name, value), secondary, conditions);
  }

  public JmhEntry secondary(String name, String ofUnit, double... forks) {
    return new JmhEntry(
        benchmark,
        mode,
        threads,
        unit,
        data,
        params,
        with(secondary, name, metric(ofUnit, raw(forks))),
        conditions);
  }

  public JmhEntry condition(String name, String value) {
    return new JmhEntry(
        benchmark, mode, threads, unit, data, params, secondary, with(conditions, name, value));
  }

  @Override
  public String toString() {
    return """
        {"benchmark": "%s", "mode": "%s", "threads": %d, %s"params": {%s},
         "primaryMetric": %s, "secondaryMetrics": {%s}}\
        """
        .formatted(
            benchmark,
            mode,
            threads,
            fields(conditions, "\"%s\": \"%s\", ", ""),
            fields(params, "\"%s\": \"%s\"", ", "),
            metric(unit, data),
            fields(secondary, "\"%s\": %s", ", "));
  }

  private static String metric(String unit, String data) {
    return "{\"score\": 7.0, \"scoreError\": \"NaN\", \"scoreUnit\": \"%s\", %s}"
        .formatted(unit, data);
  }

  private static String raw(double... forks) {
    return Arrays.stream(forks)
        .mapToObj(fork -> "[" + fork + "]")
        .collect(Collectors.joining(", ", "\"rawData\": [", "]"));
  }

  private static String fields(Map<String, String> fields, String form, String between) {
    return fields.entrySet().stream()
        .map(field -> form.formatted(field.getKey(), field.getValue()))
        .collect(Collectors.joining(between));
  }

  private static Map<String, String> with(Map<String, String> all, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(all);
    more.put(name, value);
    return more;
  }
}
