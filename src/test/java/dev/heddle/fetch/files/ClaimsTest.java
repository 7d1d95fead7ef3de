package dev.heddle.fetch.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ClaimsTest {
  private static final int MILLION = 1_000_000;

  @Test
  void add_millionNames_takesSixteenMebibytesAndForgetsNone() {
    Claims claims = new Claims();

    IntStream.range(0, MILLION).forEach(i -> claims.add("host/directory/" + i + ".html"));

    assertEquals(16L << 20, claims.footprint());
    assertTrue(
        IntStream.range(0, MILLION)
            .allMatch(i -> claims.contains("HOST/directory/" + i + ".html")));
    assertFalse(claims.contains("host/directory/" + MILLION + ".html"));
  }

  @Test
  void add_sameNameAgain_takesNoMore() {
    Claims claims = new Claims();
    long before = claims.footprint();

    IntStream.range(0, 1_000).forEach(i -> claims.add(i % 2 == 0 ? "a" : "A"));

    assertEquals(before, claims.footprint());
  }
}
