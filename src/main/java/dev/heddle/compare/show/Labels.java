package dev.heddle.compare.show;

import dev.heddle.compare.Comparison;
import dev.heddle.compare.Row;
import dev.heddle.compare.Variants;
import dev.heddle.compare.report.Key;
import dev.heddle.compare.report.Metric;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Benchmarks as people call them: class and method, with the package only where it is needed. */
final class Labels {
  private final Map<String, String> names = new HashMap<>();

  Labels(Comparison comparison) {
    Set<String> all =
        Stream.of(
                comparison.scores().stream().map(Row::key),
                comparison.removed().stream(),
                comparison.added().stream())
            .flatMap(keys -> keys)
            .map(Key::benchmark)
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, Long> counts =
        all.stream().collect(Collectors.groupingBy(Labels::brief, Collectors.counting()));
    all.forEach(
        name -> names.put(name, counts.getOrDefault(brief(name), 0L) == 1 ? brief(name) : name));
  }

  /** Such as {@code Queue.poll [size=10] avgt, 4 threads}. */
  String of(Key key) {
    String name = names.getOrDefault(key.benchmark(), key.benchmark());
    String params =
        key.params().isEmpty()
            ? ""
            : key.params().entrySet().stream()
                .map(param -> param.getKey() + "=" + param.getValue())
                .collect(Collectors.joining(", ", " [", "]"));
    String mode = key.mode().equals("load") ? "" : " " + key.mode();
    String threads = key.threads() > 1 ? ", " + key.threads() + " threads" : "";
    return plain(name + params + mode + threads);
  }

  /** With the figure, unless it is the score, and with what parts the two, if something does. */
  String of(Row row) {
    String metric = row.base().name().equals(Metric.SCORE) ? "" : ": " + row.base().name();
    return of(row.key()) + plain(metric + row.variants().map(Labels::variants).orElse(""));
  }

  /** On one line and without what a terminal acts upon (CWE-150). */
  static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }

  private static String variants(Variants variants) {
    return ", %s %s / %s".formatted(variants.param(), variants.fresh(), variants.base());
  }

  private static String brief(String benchmark) {
    int method = benchmark.lastIndexOf('.');
    int type = benchmark.lastIndexOf('.', method - 1);
    return type < 0 ? benchmark : benchmark.substring(type + 1);
  }
}
