package dev.heddle.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A condition under which benchmarks ran that was not the same for both sides.
 *
 * @param name such as {@code jdkVersion}
 * @param base its earlier value
 * @param fresh its later one
 * @param benchmarks how many ran so
 */
public record ConditionChange(String name, String base, String fresh, int benchmarks) {
  private static final String NONE = "(none)";

  /** All there are, each once. */
  static List<ConditionChange> of(List<Pair> pairs) {
    Map<ConditionChange, Integer> counts = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      Set<String> names = new LinkedHashSet<>(pair.base().conditions().keySet());
      names.addAll(pair.fresh().conditions().keySet());
      for (String name : names) {
        String base = value(pair.base().conditions(), name);
        String fresh = value(pair.fresh().conditions(), name);
        if (!Objects.equals(base, fresh)) {
          counts.merge(new ConditionChange(name, base, fresh, 0), 1, Integer::sum);
        }
      }
    }
    List<ConditionChange> changes = new ArrayList<>();
    counts.forEach(
        (change, count) ->
            changes.add(new ConditionChange(change.name, change.base, change.fresh, count)));
    return changes;
  }

  private static String value(Map<String, String> conditions, String name) {
    String value = conditions.getOrDefault(name, "");
    return value.isBlank() ? NONE : value;
  }
}
