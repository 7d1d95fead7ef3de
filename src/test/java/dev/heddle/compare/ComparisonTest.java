package dev.heddle.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.compare.report.Direction;
import dev.heddle.testing.JmhEntry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ComparisonTest {
  private static final double[] HUNDRED = {99, 100, 101, 100, 100.5};
  private static final double[] NINETY = {89, 90, 91, 90, 90.5};

  @ParameterizedTest
  @CsvSource({
    "thrpt, ops/s, WORSE, BETTER",
    "avgt, us/op, BETTER, WORSE",
    "sample, us/op, BETTER, WORSE",
    "ss, ms/op, BETTER, WORSE"
  })
  void score_ofMode_isJudgedByItsDirection(
      String mode, String unit, Verdict fallen, Verdict risen) {
    JmhEntry high = JmhEntry.of("B.c", HUNDRED).mode(mode, unit);
    JmhEntry low = JmhEntry.of("B.c", NINETY).mode(mode, unit);

    assertEquals(fallen, Comparisons.row(high, low).verdict());
    assertEquals(risen, Comparisons.row(low, high).verdict());
    assertEquals(Verdict.SAME, Comparisons.row(low, low).verdict());
  }

  @Test
  void histograms_ofSampleMode_areJudgedByForkMeans() {
    JmhEntry base =
        JmhEntry.of("B.c")
            .mode("sample", "us/op")
            .data("\"rawDataHistogram\": [[[[100, 50]]], [[[101, 50]]], [[[99, 50]]]]");
    JmhEntry fresh =
        base.data("\"rawDataHistogram\": [[[[110, 50]]], [[[111, 50]]], [[[109, 50]]]]");

    Comparison comparison = Comparisons.of(List.of(base), List.of(fresh));

    assertEquals(Verdict.WORSE, comparison.scores().getFirst().verdict());
    assertEquals("p50", comparison.others().getFirst().base().name());
    assertEquals(Verdict.WORSE, comparison.others().getFirst().verdict());
  }

  @ParameterizedTest
  @CsvSource({"thrpt, ops/s, ops/ms, 0.001", "avgt, ns/op, us/op, 0.001", "ss, ms/op, s/op, 0.001"})
  void score_inAnotherUnit_isConverted(String mode, String one, String other, double factor) {
    double[] scaled = {99 * factor, 100 * factor, 101 * factor, 100 * factor, 100.5 * factor};

    Row row =
        Comparisons.row(
            JmhEntry.of("B.c", HUNDRED).mode(mode, one),
            JmhEntry.of("B.c", scaled).mode(mode, other));

    assertEquals(1, row.ratio(), 1e-12);
    assertEquals(one, row.fresh().unit().name());
    assertEquals(Verdict.SAME, row.verdict());
  }

  @Test
  void benchmarks_matchByModeThreadsAndParams() {
    JmhEntry entry = JmhEntry.of("B.c", HUNDRED);

    Comparison comparison =
        Comparisons.of(
            List.of(entry, entry.threads(4), entry.param("n", "1"), entry.mode("ss", "ns/op")),
            List.of(entry, entry.threads(8), entry.param("n", "2"), entry.mode("thrpt", "ops/s")));

    assertEquals(1, comparison.scores().size());
    assertEquals(
        List.of(4, 1, 1), comparison.removed().stream().map(key -> key.threads()).toList());
    assertEquals(
        List.of("avgt", "avgt", "thrpt"),
        comparison.added().stream().map(key -> key.mode()).toList());
  }

  @Test
  void reports_withNothingInCommon_areRefused() {
    List<JmhEntry> one = List.of(JmhEntry.of("B.c", 1));
    List<JmhEntry> other = List.of(JmhEntry.of("B.d", 1));

    assertThrows(IllegalArgumentException.class, () -> Comparisons.of(one, other));
  }

  @Test
  void conditions_thatChanged_areToldOnceWithTheirCount() {
    JmhEntry entry = JmhEntry.of("B.c", HUNDRED);

    Comparison comparison =
        Comparisons.of(
            List.of(entry, entry.param("n", "1").condition("warmupTime", "1 s")),
            List.of(
                entry.condition("jdkVersion", "25"),
                entry.param("n", "1").condition("jdkVersion", "25")));

    assertEquals(
        List.of(
            new ConditionChange("jdkVersion", "21.0.8", "25", 2),
            new ConditionChange("warmupTime", "1 s", "(none)", 1)),
        comparison.changes());
  }

  @Test
  void scoreError_thatIsNaN_oneForkHasTooFewSamples() {
    Row row = Comparisons.row(JmhEntry.of("B.c", 100), JmhEntry.of("B.c", 200));

    assertEquals(Verdict.TOO_FEW_SAMPLES, row.verdict());
    assertEquals(2, row.ratio(), 1e-12);
    assertTrue(row.interval().isEmpty());
    assertEquals(OptionalInt.of(5), row.forks());
  }

  @Test
  void iterations_ofOneFork_areNotSamples() {
    JmhEntry base = JmhEntry.of("B.c").data("\"rawData\": [[100, 101, 99, 100, 100.5]]");
    JmhEntry fresh = JmhEntry.of("B.c").data("\"rawData\": [[120, 121, 119, 120, 120.5]]");

    assertEquals(Verdict.TOO_FEW_SAMPLES, Comparisons.row(base, fresh).verdict());
  }

  @Test
  void wideInterval_isNotTheSame_andSaysHowManyForksWouldDo() {
    Row row = Comparisons.row(JmhEntry.of("B.c", 90, 100, 110), JmhEntry.of("B.c", 91, 101, 109));

    assertEquals(Verdict.TOO_FEW_SAMPLES, row.verdict());
    assertTrue(row.forks().getAsInt() > 10 && row.forks().getAsInt() < 30, row::toString);
    assertEquals(row.forks().getAsInt() + " forks would do", row.note());
  }

  @Test
  void certainChange_underTheThreshold_isTheSame() {
    Row row =
        Comparisons.row(
            JmhEntry.of("B.c", 100, 100.1, 99.9), JmhEntry.of("B.c", 103, 103.1, 102.9));

    assertTrue(row.adjusted().getAsDouble() < 0.001);
    assertEquals(Verdict.SAME, row.verdict());
  }

  @Test
  void allocation_thatRose_isARegressionOfItsOwn() {
    JmhEntry base = JmhEntry.of("B.c", HUNDRED).secondary("gc.alloc.rate.norm", "B/op", 24, 24);
    JmhEntry fresh = JmhEntry.of("B.c", HUNDRED).secondary("gc.alloc.rate.norm", "B/op", 48, 48);

    Comparison comparison = Comparisons.of(List.of(base), List.of(fresh));

    assertEquals(Verdict.SAME, comparison.scores().getFirst().verdict());
    assertEquals(Verdict.WORSE, comparison.others().getFirst().verdict());
    assertTrue(comparison.hasRegression());
  }

  @Test
  void allocation_ofNothing_isTheSameHoweverSmallItsTraces() {
    JmhEntry base = JmhEntry.of("B.c", HUNDRED).secondary("gc.alloc.rate.norm", "B/op", 1e-6, 0);
    JmhEntry fresh =
        JmhEntry.of("B.c", HUNDRED).secondary("gc.alloc.rate.norm", "B/op", 1e-3, 1e-4);

    Comparison comparison = Comparisons.of(List.of(base), List.of(fresh));

    assertEquals(Verdict.SAME, comparison.others().getFirst().verdict());
    assertFalse(comparison.hasRegression());
  }

  @Test
  void score_ofZero_hasNoRatio() {
    Row half = Comparisons.row(JmhEntry.of("B.c", 0, 0), JmhEntry.of("B.c", 1, 1));
    Row none = Comparisons.row(JmhEntry.of("B.c", 0, 0), JmhEntry.of("B.c", 0, 0));

    assertEquals(Verdict.TOO_FEW_SAMPLES, half.verdict());
    assertTrue(Double.isNaN(half.ratio()));
    assertEquals(Verdict.SAME, none.verdict());
  }

  @Test
  void rate_thatIsNoneInNew_isWorseWithoutStatistics() {
    Comparison comparison =
        Comparisons.of(
            List.of(JmhEntry.of("B.c", 100, 100).mode("thrpt", "ops/s")),
            List.of(JmhEntry.of("B.c", 0, 0).mode("thrpt", "ops/s")));

    assertTrue(comparison.hasRegression());
    assertEquals(0, comparison.scores().getFirst().ratio());
    assertEquals("0 in new", comparison.scores().getFirst().note());
  }

  @Test
  void means_ofRatios_areGeometricAndByDirection() {
    Comparison comparison =
        Comparisons.of(
            List.of(
                JmhEntry.of("B.a", 1, 1),
                JmhEntry.of("B.b", 1, 1),
                JmhEntry.of("B.c", 1, 1).mode("thrpt", "ops/s")),
            List.of(
                JmhEntry.of("B.a", 2, 2),
                JmhEntry.of("B.b", 8, 8),
                JmhEntry.of("B.c", 3, 3).mode("thrpt", "ops/s")));

    assertEquals(2, comparison.means().size());
    assertEquals(Direction.HIGHER_IS_BETTER, comparison.means().getFirst().direction());
    assertEquals(3, comparison.means().getFirst().ratio(), 1e-12);
    assertEquals(4, comparison.means().getLast().ratio(), 1e-12);
  }

  @Test
  void by_parameter_setsTheOthersBesideTheFirstOrTheNamed() {
    JmhEntry virtual = JmhEntry.of("B.c", HUNDRED).param("threads", "virtual");
    JmhEntry platform = JmhEntry.of("B.c", NINETY).param("threads", "platform");
    JmhEntry pool = JmhEntry.of("B.c", HUNDRED).param("threads", "pool");

    Comparison first = Comparisons.by("threads", Optional.empty(), virtual, platform, pool);
    Comparison named = Comparisons.by("threads", Optional.of("platform"), virtual, platform, pool);

    assertEquals(
        List.of(
            new Variants("threads", "virtual", "platform"),
            new Variants("threads", "virtual", "pool")),
        first.scores().stream().map(row -> row.variants().orElseThrow()).toList());
    assertEquals(
        List.of(Verdict.BETTER, Verdict.SAME), first.scores().stream().map(Row::verdict).toList());
    assertEquals(2, named.count(Verdict.WORSE));
  }

  @Test
  void by_threads_withoutSuchAParameter_isTheirNumber() {
    JmhEntry one = JmhEntry.of("B.c", HUNDRED);

    Comparison comparison = Comparisons.by("threads", Optional.empty(), one, one.threads(4));

    assertEquals(
        Optional.of(new Variants("threads", "1", "4")), comparison.scores().getFirst().variants());
  }

  @Test
  void by_whatDoesNotVaryAlone_isRefused() {
    JmhEntry entry = JmhEntry.of("B.c", HUNDRED);
    JmhEntry one = entry.param("n", "1").param("m", "1");
    JmhEntry two = entry.param("n", "2").param("m", "2");

    assertThrows(
        IllegalArgumentException.class, () -> Comparisons.by("k", Optional.empty(), one, two));
    assertThrows(
        IllegalArgumentException.class, () -> Comparisons.by("n", Optional.empty(), one, two));
    assertThrows(
        IllegalArgumentException.class, () -> Comparisons.by("n", Optional.of("3"), one, two));
  }
}
