package dev.heddle.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class UnitTest {
  @ParameterizedTest
  @CsvSource({
    "ops/s, ops/ms, 1234, 1.234",
    "ops/ms, ops/s, 1.234, 1234",
    "ops/us, ops/min, 2, 120e6",
    "ns/op, us/op, 1500, 1.5",
    "us/op, ns/op, 1.5, 1500",
    "s/op, ms/op, 0.25, 250",
    "hr/op, s/op, 1, 3600",
    "day/op, hr/op, 1, 24",
    "B/op, B/op, 24, 24",
    "frames, frames, 3, 3"
  })
  void figure_inUnitOfTheSameKind_isConverted(String from, String to, double in, double out) {
    assertEquals(out, Unit.of(to).convert(in, Unit.of(from)), Math.abs(out) * 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"ops/s, s/op", "us/op, B/op", "B/op, #/op", "frames, fps", "ops/s, counts"})
  void unit_ofAnotherKind_isNotTaken(String one, String other) {
    assertFalse(Unit.of(one).takes(Unit.of(other)));
    assertFalse(Unit.of(other).takes(Unit.of(one)));
  }
}
