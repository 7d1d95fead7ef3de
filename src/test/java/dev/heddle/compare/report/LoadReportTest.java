package dev.heddle.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LoadReportTest {
  @Test
  void rounds_areSamplesOfRateAndLatencies() {
    Measurement read =
        read(
            """
            {"schema": "heddle-load/1", "target": "tcp://127.0.0.1:9999",
             "conditions": {"connections": 100, "pacing": "closed"},
             "rounds": [
               {"rate": 1000.5, "latency": {"p50": 40, "p99.9": 900.5}, "errors": 0,
                "serverCpuMicrosPerRequest": 6.5},
               {"rate": 1100.5, "latency": {"p50": 42, "p99.9": 800.5}, "errors": 0}]}
            """);

    assertEquals("load tcp", read.key().benchmark());
    assertEquals(List.of(1000.5, 1100.5), read.score().samples());
    assertEquals(Direction.HIGHER_IS_BETTER, read.score().direction());
    Metric tail = read.other("latency p99.9").orElseThrow();
    assertEquals(List.of(900.5, 800.5), tail.samples());
    assertEquals(Direction.LOWER_IS_BETTER, tail.direction());
    assertEquals(List.of(6.5), read.other("serverCpuMicrosPerRequest").orElseThrow().samples());
    assertEquals(3, read.others().size());
    assertEquals(
        Map.of("target", "tcp://127.0.0.1:9999", "connections", "100", "pacing", "closed"),
        read.conditions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"schema": "heddle-load/2", "target": "tcp://h:1", "rounds": [{"rate": 1}]} | its schema is 'heddle-load/2'
          {"schema": "heddle-load/1", "rounds": [{"rate": 1}]}                        | has no 'target'
          {"schema": "heddle-load/1", "target": "tcp://h:1", "rounds": []}            | it holds no rounds
          {"schema": "heddle-load/1", "target": "tcp://h:1", "rounds": [1]}           | round 1 is not an object
          """)
  void report_notAsAgreed_isNamed(String json, String said) {
    FormatException refused = assertThrows(FormatException.class, () -> read(json));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(said), message);
  }

  private static Measurement read(String json) {
    return LoadReport.read(JsonParser.parseString(json).getAsJsonObject());
  }
}
