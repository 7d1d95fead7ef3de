package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-11-06T08:49:37Z");

  @ParameterizedTest
  @CsvSource({"1,500", "2,1000", "3,2000", "6,16000", "7,30000", "60,30000", "1000,30000"})
  void wait_isAnywhereUpToABoundThatDoubles(int tries, long bound) {
    Backoff backoff = new Backoff(new Random(1));

    long[] waits =
        LongStream.range(0, 2_000).map(i -> backoff.after(tries).toMillis()).sorted().toArray();

    assertTrue(waits[0] < bound / 50, "shortest " + waits[0]);
    assertTrue(waits[1_999] <= bound && waits[1_999] > bound * 49 / 50, "longest " + waits[1_999]);
    assertTrue(Math.abs(waits[1_000] - bound / 2) < bound / 10, "median " + waits[1_000]);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "7,7", "120,120"})
  void seconds_areUnderstood(String value, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), Backoff.asked(head(value), NOW));
  }

  @Test
  void date_isComparedWithTheServersOwn() {
    Header later = new Header("Retry-After", "Fri, 06 Nov 2026 09:00:30 GMT");
    Header date = new Header("Date", "Fri, 06 Nov 2026 09:00:00 GMT");

    assertEquals(
        Optional.of(Duration.ofSeconds(30)),
        Backoff.asked(new ResponseHead(1, 503, List.of(later, date), ""), NOW));
    assertEquals(
        Optional.of(Duration.ofSeconds(653)),
        Backoff.asked(new ResponseHead(1, 503, List.of(later), ""), NOW));
    assertEquals(
        Optional.of(Duration.ZERO), Backoff.asked(head("Sun, 06 Nov 1994 08:49:37 GMT"), NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999", "Fri, 99 Nov 2026 09:00:30 GMT"})
  void whatIsNotATime_isNotObeyed(String value) {
    assertEquals(Optional.empty(), Backoff.asked(head(value), NOW));
  }

  @Test
  void wait_overAMinute_isNotWorthIt() {
    assertTrue(Backoff.isWorthIt(Duration.ofSeconds(60)));
    assertFalse(Backoff.isWorthIt(Duration.ofSeconds(61)));
  }

  private static ResponseHead head(String retryAfter) {
    return new ResponseHead(1, 503, List.of(new Header("Retry-After", retryAfter)), "");
  }
}
