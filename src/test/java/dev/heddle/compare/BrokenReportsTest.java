package dev.heddle.compare;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.compare.report.Report;
import dev.heddle.compare.report.ReportException;
import dev.heddle.compare.report.ReportFile;
import dev.heddle.compare.show.HtmlReport;
import dev.heddle.compare.show.JsonReport;
import dev.heddle.compare.show.TextReport;
import dev.heddle.testing.JmhEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the place of any value of a report: a comparison, or a reason in one line. */
@Timeout(60)
class BrokenReportsTest {
  private static final String JMH =
      JmhEntry.report(
          JmhEntry.of("B.c", 1, 2, 3).secondary("gc.alloc.rate.norm", "B/op", 1, 1).param("n", "1"),
          JmhEntry.of("B.s")
              .mode("sample", "us/op")
              .data("\"rawDataHistogram\": [[[[1.0, 30]], [[2.0, 20]]], [[[1.5, 40]]]]"));
  private static final String LOAD =
      """
      {"schema": "heddle-load/1", "target": "tcp://h:1", "conditions": {"connections": 1},
       "rounds": [{"rate": 1, "latency": {"p50": 1}, "serverCpuMicrosPerRequest": 6.5}, {"rate": 2}]}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "-1",
        "0",
        "1e999",
        "\"\"",
        "\"NaN\"",
        "\"-Infinity\"",
        "\"x\"",
        "[]",
        "{}",
        "[[]]",
        "[[[]]]",
        "[null]",
        "{\"x\": null}"
      })
  void value_ofAnyKindAnywhere_isComparedOrExplained(String value) throws Exception {
    for (String whole : List.of(JMH, LOAD)) {
      for (String broken : withInEveryPlace(JsonParser.parseString(whole), value)) {
        assertComparedOrExplained(whole, broken);
      }
    }
  }

  private void assertComparedOrExplained(String whole, String broken) throws IOException {
    try {
      Report base = ReportFile.read(Files.writeString(folder.resolve("whole.json"), whole));
      Report fresh = ReportFile.read(Files.writeString(folder.resolve("broken.json"), broken));
      Comparison comparison = Comparison.of(Matching.of(base, fresh), new Rules(0.05));
      assertTrue(TextReport.of(comparison).contains("threshold 5 %"));
      assertTrue(JsonParser.parseString(JsonReport.of(comparison)).isJsonObject());
      assertTrue(HtmlReport.of(comparison).endsWith("</html>\n"));
    } catch (ReportException | IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("broken.json'") && message.contains(": "), broken + message);
    }
  }

  private static List<String> withInEveryPlace(JsonElement whole, String value) {
    List<String> all = new ArrayList<>();
    replaceEach(whole, whole, JsonParser.parseString(value), all);
    return all;
  }

  private static void replaceEach(
      JsonElement root, JsonElement at, JsonElement value, List<String> all) {
    if (at instanceof JsonObject object) {
      for (String name : List.copyOf(object.keySet())) {
        JsonElement old = object.get(name);
        object.add(name, value);
        all.add(root.toString());
        object.add(name, old);
        replaceEach(root, old, value, all);
      }
    } else if (at instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        JsonElement old = array.set(i, value);
        all.add(root.toString());
        array.set(i, old);
        replaceEach(root, old, value, all);
      }
    }
  }
}
