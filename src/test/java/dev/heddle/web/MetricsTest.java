package dev.heddle.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.stats.LatencyTotal;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MetricsTest {
  @Test
  void histogram_countsEachTimeOnce() {
    LatencyTotal total = new LatencyTotal(true);
    for (int i = 0; i < 1_000; i++) {
      total.record(i, 1_000L * i); // many near a bound
    }

    HistogramSnapshot histogram =
        (HistogramSnapshot) Metrics.histogram("x", "y", total.snapshot(), 1_000, 4_000, 500_000);

    ClassicHistogramBuckets buckets = histogram.getDataPoints().getFirst().getClassicBuckets();
    assertEquals(4, buckets.size());
    assertEquals(1_000, buckets.stream().mapToLong(bucket -> bucket.getCount()).sum());
    assertEquals(500.0, (double) buckets.getCount(3), 8); // two digits are kept
    assertEquals(0.4995, histogram.getDataPoints().getFirst().getSum(), 0.005);
  }
}
