package dev.heddle.compare.show;

import dev.heddle.compare.Comparison;
import dev.heddle.compare.Row;
import dev.heddle.compare.Variants;
import dev.heddle.compare.report.Key;
import dev.heddle.compare.report.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Benchmarks as people call them: class and method, with the package only where it is needed. */
final class Labels {
  private final Map<String, String> names = new HashMap<>();

  /** Parameters that are the same wherever there are any: said once. */
  private final SortedMap<String, String> common;

  Labels(Comparison comparison) {
    List<Key> keys =
        Stream.of(
                comparison.scores().stream().map(Row::key),
                comparison.removed().stream(),
                comparison.added().stream())
            .flatMap(each -> each)
            .distinct()
            .toList();
    List<String> all = keys.stream().map(Key::benchmark).distinct().toList();
    Map<String, Long> counts =
        all.stream().collect(Collectors.groupingBy(Labels::brief, Collectors.counting()));
    all.forEach(
        name -> names.put(name, counts.getOrDefault(brief(name), 0L) == 1 ? brief(name) : name));
    common = common(keys);
  }

  private static SortedMap<String, String> common(List<Key> keys) {
    SortedMap<String, String> common = new TreeMap<>();
    if (keys.size() > 1) {
      common.putAll(keys.getFirst().params());
      keys.forEach(key -> common.entrySet().retainAll(key.params().entrySet()));
    }
    return common;
  }

  /** Such as {@code count=5, size=10}: what every benchmark ran with; empty if nothing. */
  String common() {
    return plain(params(common));
  }

  /** Such as {@code Queue.poll [size=10] avgt, 4 threads}. */
  String of(Key key) {
    String name = names.getOrDefault(key.benchmark(), key.benchmark());
    SortedMap<String, String> own = new TreeMap<>(key.params());
    own.keySet().removeAll(common.keySet());
    String params = own.isEmpty() ? "" : " [" + params(own) + "]";
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

  private static String params(SortedMap<String, String> params) {
    return params.entrySet().stream()
        .map(param -> param.getKey() + "=" + param.getValue())
        .collect(Collectors.joining(", "));
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
