package dev.heddle.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PValuesTest {
  /**
   * Benjamini and Hochberg, Controlling the False Discovery Rate, J. R. Statist. Soc. B 57 (1995),
   * section 3.2: fifteen hypotheses, of which the procedure rejects four at 0.05. The corrected
   * values are those of SciPy 1.17.1, {@code false_discovery_control}.
   */
  @Test
  void adjusted_theAuthorsOwnExample_rejectsFour() {
    double[] adjusted =
        PValues.adjusted(
            List.of(
                0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
                0.4262, 0.5719, 0.6528, 0.7590, 1.0));

    assertEquals(4, Arrays.stream(adjusted).filter(p -> p < 0.05).count());
    assertArrayEquals(
        new double[] {
          0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765, 0.486,
          0.581182, 0.714875, 0.753231, 0.813214, 1.0
        },
        adjusted,
        1e-6);
  }

  @Test
  void adjusted_unsortedWithTies_keepsTheOrder() {
    assertArrayEquals(
        new double[] {0.06, 0.006, 0.9, 0.06, 0.06, 0.24},
        PValues.adjusted(List.of(0.04, 0.001, 0.9, 0.03, 0.04, 0.2)),
        1e-12);
  }

  @Test
  void adjusted_none_isNone() {
    assertEquals(0, PValues.adjusted(List.of()).length);
  }
}
