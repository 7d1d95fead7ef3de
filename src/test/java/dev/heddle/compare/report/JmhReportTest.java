package dev.heddle.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.heddle.testing.JmhEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class JmhReportTest {
  @ParameterizedTest
  @CsvSource({
    "thrpt, ops/ms, HIGHER_IS_BETTER",
    "avgt, us/op, LOWER_IS_BETTER",
    "sample, s/op, LOWER_IS_BETTER",
    "ss, ms/op, LOWER_IS_BETTER",
    "thrpt, frames, HIGHER_IS_BETTER",
    "avgt, frames, LOWER_IS_BETTER"
  })
  void score_ofMode_improvesItsWay(String mode, String unit, Direction direction) {
    Measurement read = read(JmhEntry.of("a.B.c", 1, 2).mode(mode, unit));

    assertEquals(mode, read.key().mode());
    assertEquals(unit, read.score().unit().name());
    assertEquals(direction, read.score().direction());
  }

  @Test
  void rawData_iterationsOfForks_areOneMeanEach() {
    Measurement read =
        read(JmhEntry.of("a.B.c").data("\"rawData\": [[1.0, 2.0, 6.0], [4.0, \"NaN\", 5.0]]"));

    assertEquals(List.of(3.0, 4.5), read.score().samples());
  }

  @Test
  void rawData_forkWithoutNumbers_isNoSample() {
    Measurement read = read(JmhEntry.of("a.B.c").data("\"rawData\": [[\"NaN\"], [4.0], []]"));

    assertEquals(List.of(4.0), read.score().samples());
  }

  @Test
  void rawData_missing_scoreIsTheOnlySample() {
    assertEquals(List.of(7.0), read(JmhEntry.of("a.B.c").data("\"x\": 0")).score().samples());
  }

  @Test
  void histogram_ofForks_givesMeansAndPercentiles() {
    Measurement read =
        read(
            JmhEntry.of("a.B.c")
                .mode("sample", "us/op")
                .data(
                    "\"rawDataHistogram\": [[[[1.0, 30], [3.0, 9]], [[11.0, 1]]], [[[2.0, 40]]]]"));

    assertEquals(List.of((30 + 27 + 11) / 40.0, 2.0), read.score().samples());
    assertEquals(List.of("p50"), read.others().stream().map(Metric::name).toList());
    assertEquals(List.of(1.0, 2.0), read.other("p50").orElseThrow().samples());
  }

  @Test
  void histogram_thousandsOfTimes_givesTheTail() {
    Measurement read =
        read(
            JmhEntry.of("a.B.c")
                .mode("sample", "us/op")
                .data("\"rawDataHistogram\": [[[[1.0, 9890], [5.0, 100], [9.0, 10]]]]"));

    assertEquals(List.of(5.0), read.other("p99").orElseThrow().samples());
    assertEquals(List.of(5.0), read.other("p99.9").orElseThrow().samples());
  }

  @Test
  void sampleMode_withRawData_isReadAsOlderReleasesWroteIt() {
    Measurement read =
        read(
            JmhEntry.of("a.B.c", 3, 4)
                .mode("sample", "s/op")
                .secondary("c\u00B7p0.50", "s/op", 3, 4)
                .secondary("c\u00B7p1.00", "s/op", 3, 4));

    assertEquals(List.of(3.0, 4.0), read.score().samples());
    assertEquals(List.of(), read.others());
  }

  @Test
  void secondary_ofKnownDirection_isAFigureUnderItsPlainName() {
    Measurement read =
        read(
            JmhEntry.of("a.B.c", 1, 2)
                .secondary("\u00B7gc.alloc.rate.norm", "B/op", 24, 24)
                .secondary("cycles", "#/op", 90, 91)
                .secondary("put", "ops/ms", 5, 6)
                .secondary("\u00B7gc.alloc.rate", "MB/sec", 900, 901)
                .secondary("gc.count", "counts", 3, 4));

    assertEquals(Set.of("gc.alloc.rate", "gc.count"), read.unjudged());
    assertEquals(
        Map.of(
            "gc.alloc.rate.norm", Direction.LOWER_IS_BETTER,
            "cycles", Direction.LOWER_IS_BETTER,
            "put", Direction.HIGHER_IS_BETTER),
        read.others().stream().collect(Collectors.toMap(Metric::name, Metric::direction)));
  }

  @Test
  void conditions_ofEveryKind_areWords() {
    Measurement read =
        JmhReport.read(
                JsonParser.parseString(
                        """
                        [{"benchmark": "B.c", "mode": "ss", "forks": 3, "warmupTime": "1 s",
                          "jvmArgs": ["-Xmx1g", "-Xms1g"],
                          "primaryMetric": {"score": 1, "scoreUnit": "s/op"}}]
                        """)
                    .getAsJsonArray())
            .getFirst();

    assertEquals(
        Map.of("forks", "3", "warmupTime", "1 s", "jvmArgs", "-Xmx1g -Xms1g"), read.conditions());
    assertEquals(1, read.key().threads());
    assertTrue(read.key().params().isEmpty());
  }

  @Test
  void report_sameBenchmarkTwice_isFurtherForks() {
    Report report =
        Report.of(
            "twice",
            List.of(
                read(JmhEntry.of("B.c", 1_000, 2_000)),
                read(JmhEntry.of("B.c", 3).mode("avgt", "us/op"))));

    assertEquals(1, report.measurements().size());
    assertEquals(
        List.of(1_000.0, 2_000.0, 3_000.0),
        report.measurements().values().iterator().next().score().samples());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [3]                                          | entry 1 is not an object
          [{"mode": "avgt"}]                           | entry 1 has no 'benchmark'
          [{"benchmark": "B.c"}]                       | entry 1 has no 'mode'
          [{"benchmark": "B.c", "mode": "fast"}]       | entry 1 has the mode 'fast'
          [{"benchmark": "B.c", "mode": "avgt"}]       | entry 1 has no 'primaryMetric'
          [{"benchmark": "B.c", "mode": "avgt", "primaryMetric": 3}]  | 'primaryMetric' is not an object
          [{"benchmark": "B.c", "mode": "avgt", "primaryMetric": {}}] | has no 'scoreUnit'
          [{"benchmark": "B.c", "mode": "avgt", "primaryMetric": {"scoreUnit": "s/op", "rawData": 3}}] | 'rawData' is not an array
          [{"benchmark": "B.c", "mode": "avgt", "primaryMetric": {"scoreUnit": "s/op", "rawData": [3]}}] | 'rawData' is not an array
          [{"benchmark": "B.c", "mode": "avgt", "primaryMetric": {"scoreUnit": "s/op", "rawData": [["x"]]}}] | 'rawData' is not a number
          [{"benchmark": "B.c", "mode": "sample", "primaryMetric": {"scoreUnit": "s/op", "rawDataHistogram": [[[[1]]]]}}] | pairs
          """)
  void entry_notAsJmhWritesIt_isNamed(String json, String said) {
    FormatException refused =
        assertThrows(
            FormatException.class,
            () -> JmhReport.read(JsonParser.parseString(json).getAsJsonArray()));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(said), message);
    assertFalse(message.contains("\n"), message);
  }

  private static Measurement read(JmhEntry entry) {
    return JmhReport.read(JsonParser.parseString(JmhEntry.report(entry)).getAsJsonArray())
        .getFirst();
  }
}
