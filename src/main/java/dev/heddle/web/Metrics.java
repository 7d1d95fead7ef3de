package dev.heddle.web;

import dev.heddle.stats.Latencies;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Locale;
import java.util.Map;

/** Makes metrics of figures. Names of counters come without their {@code _total}. */
final class Metrics {
  private static final double NANOS = 1e9;

  private Metrics() {}

  static MetricSnapshot counter(String name, String help, long value) {
    return counter(name, help, (double) value);
  }

  static MetricSnapshot counter(String name, String help, double value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
        .build();
  }

  /** One for each reason, in their order. */
  static <R extends Enum<R>> MetricSnapshot counters(
      String name, String help, Map<R, Long> counts) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            count ->
                counter.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(Labels.of("reason", count.getKey().name().toLowerCase(Locale.ROOT)))
                        .value(count.getValue())
                        .build()));
    return counter.build();
  }

  static MetricSnapshot gauge(String name, String help, double value, String... labels) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().labels(Labels.of(labels)).value(value).build())
        .build();
  }

  /**
   * A classic histogram.
   *
   * @param bounds the upper ones in nanoseconds, ascending
   */
  static MetricSnapshot histogram(String name, String help, Latencies times, long... bounds) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long counted = 0;
    for (long bound : bounds) {
      long count = times.countBetween(0, bound); // not from bound to bound: one may count for both
      buckets.bucket(bound / NANOS, count - counted);
      counted = count;
    }
    buckets.bucket(Double.POSITIVE_INFINITY, times.count() - counted);
    return HistogramSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(times.count() * times.mean() / NANOS)
                .build())
        .build();
  }
}
