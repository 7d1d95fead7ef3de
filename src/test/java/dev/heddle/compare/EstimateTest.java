package dev.heddle.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.compare.report.Direction;
import dev.heddle.compare.report.Metric;
import dev.heddle.compare.report.Unit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against SciPy 1.17.1, {@code ttest_ind(log(new), log(base), equal_var=False)}. */
@Timeout(60)
class EstimateTest {
  @Test
  void samples_alike_agreeWithSciPy() {
    Estimate estimate =
        Estimate.of(
            metric(12.31, 12.52, 12.18, 12.44, 12.29), metric(13.58, 13.31, 13.77, 13.49, 13.62));

    assertEquals(1.0976497376048557, estimate.ratio(), 1e-12);
    assertEquals(7.824908165386389, estimate.degrees(), 1e-8);
    assertEquals(1.8030457358884812e-06, estimate.p(), 1e-14);
    Interval interval = estimate.interval(0.95);
    assertEquals(1.0790041754288986, interval.low(), 1e-9);
    assertEquals(1.1166175014893647, interval.high(), 1e-9);
  }

  @Test
  void samples_ofUnlikeNumberAndSpread_agreeWithSciPy() {
    Estimate estimate =
        Estimate.of(metric(880.1, 912.4, 870.9), metric(905.0, 1010.2, 850.3, 930.7, 899.9, 975.5));

    assertEquals(1.044515039577595, estimate.ratio(), 1e-12);
    assertEquals(6.927749171081769, estimate.degrees(), 1e-8);
    assertEquals(0.17465215391512978, estimate.p(), 1e-9);
    Interval interval = estimate.interval(0.95);
    assertEquals(0.9756129807046994, interval.low(), 1e-9);
    assertEquals(1.118283263426581, interval.high(), 1e-9);
  }

  @Test
  void samples_twoASide_agreeWithSciPy() {
    Estimate estimate = Estimate.of(metric(30.1, 30.4), metric(29.0, 33.3));

    assertEquals(0.7634503781212293, estimate.p(), 1e-9);
    Interval interval = estimate.interval(0.95);
    assertEquals(0.4348351622848836, interval.low(), 1e-9);
    assertEquals(2.4270431452737915, interval.high(), 1e-8);
  }

  /** Wikipedia, "Student's t-test", worked examples: screws; unequal variances. */
  @Test
  void logarithms_ofAPublishedExample_giveItsResult() {
    double[] first = {30.02, 29.99, 30.11, 29.97, 30.01, 29.99};
    double[] second = {29.89, 29.93, 29.72, 29.98, 30.02, 29.98};

    Estimate estimate =
        Estimate.of(
            metric(Arrays.stream(second).map(Math::exp).toArray()),
            metric(Arrays.stream(first).map(Math::exp).toArray()));

    assertEquals(0.095, estimate.logRatio(), 1e-9);
    assertEquals(1.959, estimate.logRatio() / estimate.error(), 5e-4);
    assertEquals(7.031, estimate.degrees(), 5e-4);
    assertEquals(0.09077, estimate.p(), 5e-6);
  }

  @Test
  void samples_thatDoNotScatter_areCertain() {
    Estimate same = Estimate.of(metric(24, 24), metric(24, 24));
    Estimate more = Estimate.of(metric(24, 24), metric(48, 48));

    assertEquals(new Interval(1, 1), same.interval(0.95));
    assertEquals(1, same.p());
    assertEquals(2, more.ratio(), 1e-12);
    assertEquals(0, more.p());
  }

  private static Metric metric(double... samples) {
    List<Double> list = Arrays.stream(samples).boxed().toList();
    return new Metric("m", Unit.of("s/op"), Direction.LOWER_IS_BETTER, list);
  }
}
