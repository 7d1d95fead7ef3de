package dev.heddle.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a search with {@code scipy.stats.t.isf}, SciPy 1.17.1. */
@Timeout(60)
class ForksTest {
  @ParameterizedTest
  @CsvSource({
    "0.01, 1.1, 0.05, 2",
    "0.03, 1.1, 0.05, 3",
    "0.08, 1.1, 0.05, 13",
    "0.2, 1.05, 0.0125, 377"
  })
  void enough_forSpreadAndRatio_agreesWithSciPy(
      double deviation, double ratio, double level, int forks) {
    assertEquals(
        OptionalInt.of(forks), Forks.enough(2 * deviation * deviation, Math.log(ratio), level));
  }

  @Test
  void enough_moreThanAnyoneRuns_isNone() {
    assertEquals(OptionalInt.empty(), Forks.enough(2, Math.log(1.05), 0.05));
  }
}
