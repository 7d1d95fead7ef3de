package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class CoarseClockTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
  private final CoarseClock clock = new CoarseClock(nanos::get, 100);

  @Test
  void update_afterAShortTime_isThatTimeOn() {
    pass(30);
    pass(20);

    assertEquals(50, clock.millis());
  }

  @Test
  void update_ofPartsOfAMillisecond_losesNone() {
    for (int i = 0; i < 10; i++) {
      nanos.addAndGet(999_999);
      var unused = clock.update();
    }

    assertEquals(9, clock.millis());
  }

  @Test
  void update_afterTheProcessStoodStill_isOneStepOn() {
    pass(60_000);

    assertEquals(100, clock.millis());
    pass(10);
    assertEquals(110, clock.millis());
  }

  /** Set just before an update that is late: the limit runs from the update on. */
  @Test
  void after_setWithAStaleClock_isNotEarly() {
    long deadline = clock.after(400);

    pass(60_000);
    pass(100);
    pass(100);
    pass(100);
    pass(99);

    assertEquals(1, deadline - clock.millis());
  }

  private void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    var unused = clock.update();
  }
}
