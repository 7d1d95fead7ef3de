package dev.heddle.loadtest.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.loadtest.MadeUp;
import dev.heddle.loadtest.Results;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class OutputsTest {
  private final Results results = MadeUp.results(MadeUp.plan(5, "21.0.8", "25.0.1"));

  @Test
  void table_hasEveryRowAndFitsATerminal() {
    List<String> lines = TextReport.lines(results);
    List<String> rows = lines.stream().filter(line -> line.startsWith("  by JDK 21")).toList();

    assertEquals(30, rows.size(), () -> String.join("\n", lines));
    assertTrue(lines.contains("1,000 connections, open loop at 15,000 requests/s"));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("pool:200, JDK 25")));
    int row = lines.indexOf("1,000 connections, open loop at 15,000 requests/s") + 2;
    assertEquals(
        List.of("virtual", "virtual:jdk", "platform"),
        lines.subList(row, lines.size()).stream()
            .takeWhile(line -> !line.isEmpty())
            .filter(line -> line.matches("\\S+, JDK 21 .*"))
            .map(line -> line.replaceFirst(",.*", ""))
            .toList());
    for (String line : lines.subList(2, lines.indexOf("") + 5)) {
      assertTrue(line.length() <= 110, line);
    }
  }

  @Test
  void answers_areGivenForEveryLoop() {
    List<String> answers = new Words(results).answers();

    assertEquals(36, answers.size());
    assertTrue(
        answers.get(0).startsWith("100 connections, closed loop, JDK 21: virtual threads do 1."));
    assertTrue(
        answers
            .get(2)
            .startsWith(
                "100 connections, closed loop, JDK 21: virtual threads on the JDK's scheduler do 0."),
        answers::toString);
    assertTrue(
        answers.stream()
            .anyMatch(
                answer ->
                    answer.startsWith(
                        "100 connections, open loop at 20,000 requests/s, JDK 21: the p99 of virtual threads is 0.")),
        answers::toString);
    assertTrue(
        answers.stream()
            .anyMatch(
                answer ->
                    answer.startsWith(
                        "100 connections, open loop at 20,000 requests/s, JDK 25: the p99 of virtual threads on the JDK's scheduler is 1.")),
        answers::toString);
  }

  @Test
  void doubts_nameThePoolThatLeftClientsWithoutAConnection() {
    List<String> doubts = new Words(results).doubts();

    assertEquals(2, doubts.size(), doubts::toString);
    assertTrue(
        doubts
            .getFirst()
            .startsWith(
                "short 10,000 pool:200, JDK 21: in 1 of 5 rounds clients got no connection in time (545): "),
        doubts::toString);
  }

  @Test
  void json_hasEveryCellWithItsRatios() {
    JsonObject report =
        JsonParser.parseString(JsonReport.of(results, List.of("a lack"))).getAsJsonObject();
    JsonObject onJdk = report.getAsJsonArray("cells").get(2).getAsJsonObject();
    JsonObject last = report.getAsJsonArray("cells").get(59).getAsJsonObject();

    assertEquals("heddle-loadtest/1", report.get("schema").getAsString());
    assertEquals("a lack", report.getAsJsonArray("lacks").get(0).getAsString());
    assertEquals("virtual:jdk", onJdk.get("threads").getAsString());
    assertEquals("closed-100-virtual-jdk-21.json", onJdk.get("report").getAsString());
    assertTrue(onJdk.getAsJsonObject("byVirtual").has("rate"));
    assertEquals("pool:200", last.get("threads").getAsString());
    assertTrue(last.getAsJsonObject("byVirtual").has("rate"));
    assertTrue(last.getAsJsonObject("byFirstJdk").has("p99.9"));
    assertEquals("short-10000-pool-25.json", last.get("report").getAsString());
  }

  @Test
  void loadsOfACell_areOneReportOfAllRounds() {
    String loads = JsonReport.ofLoads(results, results.plan().cells().getFirst()).orElseThrow();
    JsonObject report = JsonParser.parseString(loads).getAsJsonObject();

    assertEquals("tcp://127.0.0.1", report.get("target").getAsString());
    assertEquals(5, report.getAsJsonArray("rounds").size());
  }

  @Test
  void page_hasAColourInEachLightForEveryKind() {
    String page = HtmlReport.of(results, List.of());

    List<String> kinds =
        results.plan().cells().stream().map(cell -> cell.series().kind()).distinct().toList();

    assertEquals(List.of("virtual", "virtual-jdk", "platform", "pool"), kinds);
    for (String kind : kinds) {
      assertEquals(3, page.split(" --" + kind + ": #").length, kind);
      assertTrue(page.contains("." + kind + " { --mark: var(--" + kind + "); }"), kind);
      assertTrue(page.contains("<span class=\"name " + kind + "\">"), kind);
      assertTrue(page.contains("\"kind\":\"" + kind + "\""), kind);
    }
  }

  @Test
  void page_asksNobodyAndEscapes() {
    String page = HtmlReport.of(results, List.of("<b>&"));

    assertTrue(page.contains("&lt;b&gt;&amp;"));
    assertTrue(page.contains("default-src &#39;none&#39;"));
    assertTrue(page.contains("Leon Sorokin"), "uPlot without its licence");
  }
}
