package dev.heddle.compare.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a report says of one benchmark.
 *
 * @param key which
 * @param conditions what it ran under, by name, such as {@code jdkVersion}
 * @param score its own figure
 * @param others further figures whose direction is known
 * @param unjudged the names of figures whose direction is not
 */
public record Measurement(
    Key key,
    Map<String, String> conditions,
    Metric score,
    List<Metric> others,
    Set<String> unjudged) {
  public Measurement {
    conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
    others = List.copyOf(others);
    unjudged = Collections.unmodifiableSet(new TreeSet<>(unjudged));
  }

  /** The further figure of that name. */
  public Optional<Metric> other(String name) {
    return others.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }

  /** With the forks of a later run of the same; its conditions are forgotten. */
  Measurement with(Measurement later) {
    List<Metric> both = new ArrayList<>();
    for (Metric metric : others) {
      both.add(
          later
              .other(metric.name())
              .filter(further -> metric.unit().takes(further.unit()))
              .map(metric::with)
              .orElse(metric));
    }
    return new Measurement(key, conditions, score.with(later.score), both, unjudged);
  }
}
