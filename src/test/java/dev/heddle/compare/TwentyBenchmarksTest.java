package dev.heddle.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.JmhEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Twenty benchmarks run twice with five forks of five iterations, five of them slowed by 10 % in
 * the second run: at least four are to be found, with at most one false alarm, and none is to hide
 * behind too few samples. Forks scatter by a log-normal distribution, iterations within them too.
 */
@Timeout(60)
class TwentyBenchmarksTest {
  private static final int BENCHMARKS = 20;
  private static final int SLOWED = 5;
  private static final int FORKS = 5;
  private static final int ITERATIONS = 5;
  private static final int RUNS = 100;

  @Test
  void oneReport_thatScattersByTwoPercent_tellsAllTwenty() {
    Comparison comparison = run(new Random(1), 0.02, FORKS);

    assertEquals(5, comparison.count(Verdict.WORSE));
    assertEquals(15, comparison.count(Verdict.SAME));
  }

  @ParameterizedTest
  @CsvSource({"0.01, 5, 100", "0.02, 5, 97", "0.03, 10, 95"})
  void manyReports_byTheScatterOfForks_holdThatOften(double scatter, int forks, int least) {
    Random random = new Random(2);
    int held = 0;
    for (int i = 0; i < RUNS; i++) {
      Comparison comparison = run(random, scatter, forks);
      long found = comparison.scores().stream().filter(TwentyBenchmarksTest::isFound).count();
      long alarms = comparison.count(Verdict.WORSE) + comparison.count(Verdict.BETTER) - found;
      if (found >= 4 && alarms <= 1 && comparison.count(Verdict.TOO_FEW_SAMPLES) == 0) {
        held++;
      }
    }

    assertTrue(held >= least, held + " of " + RUNS);
  }

  @Test
  void twoForks_thatScatterByFivePercent_areNeverCalledTheSameWhenSlowed() {
    Random random = new Random(3);
    long same = 0;
    for (int i = 0; i < RUNS; i++) {
      same +=
          run(random, 0.05, 2).scores().stream()
              .filter(row -> isSlowed(row) && row.verdict() == Verdict.SAME)
              .count();
    }

    assertTrue(same <= 0.025 * RUNS * SLOWED, same + " false verdicts");
  }

  private static Comparison run(Random random, double scatter, int forks) {
    List<JmhEntry> base = new ArrayList<>();
    List<JmhEntry> fresh = new ArrayList<>();
    for (int i = 0; i < BENCHMARKS; i++) {
      double time = 10 * Math.pow(1.7, i);
      base.add(entry(i, time, random, scatter, forks));
      fresh.add(entry(i, i < SLOWED ? 1.1 * time : time, random, scatter, forks));
    }
    return Comparisons.of(base, fresh);
  }

  private static JmhEntry entry(int number, double time, Random random, double scatter, int forks) {
    StringBuilder data = new StringBuilder("\"rawData\": [");
    for (int fork = 0; fork < forks; fork++) {
      double mean = time * Math.exp(scatter * random.nextGaussian());
      data.append(fork == 0 ? "[" : ", [");
      for (int i = 0; i < ITERATIONS; i++) {
        data.append(i == 0 ? "" : ", ").append(mean * Math.exp(0.01 * random.nextGaussian()));
      }
      data.append(']');
    }
    return JmhEntry.of("B.m" + number).data(data.append(']').toString());
  }

  private static boolean isFound(Row row) {
    return isSlowed(row) && row.verdict() == Verdict.WORSE;
  }

  private static boolean isSlowed(Row row) {
    return Integer.parseInt(row.key().benchmark().substring("B.m".length())) < SLOWED;
  }
}
