package dev.heddle.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
final class PaceTest {
  @ParameterizedTest
  @CsvSource({"0, 1000", "1, 999", "999, 1", "1000, 1000", "1007, 993", "5400, 600"})
  void pace_atAMoment_waitsForTheNextStepOfTheFirst(long millis, long wait) {
    long start = Long.MAX_VALUE - 2_000_000_000L; // the clock may overflow meanwhile
    Pace pace = new Pace(start, Duration.ofSeconds(1));

    assertEquals(Duration.ofMillis(wait), pace.untilNext(start + millis * 1_000_000));
  }
}
