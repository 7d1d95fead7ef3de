package dev.heddle.compare;

import dev.heddle.compare.report.Key;
import dev.heddle.compare.report.Measurement;
import dev.heddle.compare.report.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What is compared with what.
 *
 * @param base what the earlier side is called
 * @param fresh what the later side is called
 * @param pairs what both have
 * @param removed what only the earlier has
 * @param added what only the later has
 */
public record Matching(
    String base, String fresh, List<Pair> pairs, List<Key> removed, List<Key> added) {
  public Matching {
    pairs = List.copyOf(pairs);
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  /**
   * Of two reports, by benchmark, mode, threads and parameters.
   *
   * @throws IllegalArgumentException if they have nothing in common
   */
  public static Matching of(Report base, Report fresh) {
    List<Pair> pairs = new ArrayList<>();
    List<Key> removed = new ArrayList<>();
    base.measurements()
        .forEach(
            (key, measurement) -> {
              Measurement other = fresh.measurements().get(key);
              if (other == null || !measurement.score().unit().takes(other.score().unit())) {
                removed.add(key);
              } else {
                pairs.add(new Pair(key, measurement, other));
              }
            });
    List<Key> added = new ArrayList<>(fresh.measurements().keySet());
    added.removeAll(pairs.stream().map(Pair::key).toList());
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' and '%s' have no benchmark in common: name two reports of the same benchmarks, modes, threads and parameters"
              .formatted(base.name(), fresh.name()));
    }
    return new Matching(base.name(), fresh.name(), pairs, removed, added);
  }

  /**
   * Of the variants in one report, by a parameter.
   *
   * @param named the value that the others are measured by; else the first
   * @throws IllegalArgumentException if there are no two values, or not that one
   */
  public static Matching by(Report report, String param, Optional<String> named) {
    SequencedSet<String> values = new LinkedHashSet<>();
    Map<Key, Map<String, Measurement>> groups = new LinkedHashMap<>();
    report
        .measurements()
        .forEach(
            (key, measurement) ->
                key.value(param)
                    .ifPresent(
                        value -> {
                          values.add(value);
                          groups
                              .computeIfAbsent(key.without(param), each -> new LinkedHashMap<>())
                              .put(value, measurement);
                        }));
    if (values.size() < 2) {
      throw new IllegalArgumentException(
          "'%s' has no two values of '%s' to compare: name one of its parameters that varies"
              .formatted(report.name(), param));
    }
    String base = named.orElseGet(values::getFirst);
    if (!values.contains(base)) {
      throw new IllegalArgumentException(
          "'%s' has no %s=%s: it has %s"
              .formatted(report.name(), param, base, String.join(", ", values)));
    }
    return by(report.name(), param, base, groups);
  }

  private static Matching by(
      String name, String param, String base, Map<Key, Map<String, Measurement>> groups) {
    List<Pair> pairs = new ArrayList<>();
    List<Key> removed = new ArrayList<>();
    List<Key> added = new ArrayList<>();
    groups.forEach(
        (key, group) -> {
          Measurement first = group.get(base);
          if (first == null) {
            group.values().forEach(measurement -> added.add(measurement.key()));
          } else if (group.size() == 1) {
            removed.add(first.key());
          } else {
            group.forEach(
                (value, measurement) -> {
                  if (!value.equals(base)) {
                    pairs.add(
                        new Pair(
                            key,
                            Optional.of(new Variants(param, base, value)),
                            first,
                            measurement));
                  }
                });
          }
        });
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' has no two benchmarks that differ in %s alone, one of them with %s: name another parameter or value"
              .formatted(name, param, base));
    }
    return new Matching(
        "%s, %s=%s".formatted(name, param, base), "other " + param, pairs, removed, added);
  }
}
