package dev.heddle.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LatencyTotalTest {
  @Test
  void recordedByMany_allAreThere() throws Exception {
    LatencyTotal total = new LatencyTotal(true);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int hint = i;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int nanos = 0; nanos < 10_000; nanos++) {
                      total.record(hint, nanos);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(80_000, total.snapshot().count());
    assertEquals(5_000.0, (double) total.snapshot().percentile(50), 100);
  }

  @Test
  void difference_isWhatCameBetween() {
    LatencyTotal total = new LatencyTotal(false);
    total.record(0, 1_000_000);
    Latencies before = total.snapshot();
    total.record(0, 3_000);
    total.record(0, Long.MAX_VALUE);
    total.record(0, -1);

    Latencies between = total.snapshot().minus(before);

    assertEquals(3, between.count());
    assertEquals(3_000.0, (double) between.percentile(50), 64);
  }
}
