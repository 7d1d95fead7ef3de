package dev.heddle.compare.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.compare.Comparison;
import dev.heddle.compare.Comparisons;
import dev.heddle.testing.JmhEntry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One comparison in every form; its benchmark's parameter would break each. */
@Timeout(60)
class OutputsTest {
  private static final String EVIL = "a|b<script>alert(1)</script>&\\u001b[31m\\n\\\"`*'";
  private static final JmhEntry EVEN = JmhEntry.of("dev.x.Queue.poll", 99, 100, 101);
  private static final JmhEntry ODD = JmhEntry.of("dev.x.Queue.take", 12.5).param("n", EVIL);
  private static final Comparison COMPARISON =
      Comparisons.of(
          List.of(EVEN, ODD, JmhEntry.of("dev.y.Gone.gone", 1)),
          List.of(
              JmhEntry.of("dev.x.Queue.poll", 109, 110, 111).condition("jdkVersion", "25"),
              ODD,
              JmhEntry.of("dev.z.Come.come", 1)));

  @Test
  void text_isAlignedAndPlain() {
    String text = TextReport.of(COMPARISON);

    List<String> lines = text.lines().toList();
    int name = lines.get(3).indexOf("BENCHMARK");
    assertTrue(lines.get(4).startsWith("worse    1.100  [1.0"), text);
    assertEquals(name, lines.get(4).indexOf("Queue.poll avgt"), text);
    assertEquals(name, lines.get(5).indexOf("Queue.take [n=a|b<script>"), text);
    assertTrue(text.contains("1 worse, 0 better, 1 too few samples, 0 same; threshold 5 %"), text);
    assertTrue(text.contains("geometric mean of 2 ratios: 1.049 (lower is better)"), text);
    assertTrue(text.contains("other conditions: jdkVersion 21.0.8 -> 25 (1 of 2)"), text);
    assertTrue(text.contains("only in base: Gone.gone avgt"), text);
    assertTrue(text.contains("only in new: Come.come avgt"), text);
    assertFalse(text.contains("\u001b"), text);
  }

  @Test
  void markdown_isATableWhoseCellsStayCells() {
    String text = MarkdownReport.of(COMPARISON);

    List<String> rows = text.lines().filter(line -> line.startsWith("|")).toList();
    assertEquals(4, rows.size(), text);
    for (String row : rows) {
      assertEquals(9, row.replace("\\|", "").chars().filter(each -> each == '|').count(), row);
    }
    assertTrue(rows.getLast().contains("\\<script\\>"), text);
  }

  @Test
  void json_isASCIIAndSaysTheSame() {
    String text = JsonReport.of(COMPARISON);

    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    assertTrue(text.chars().allMatch(each -> each < 0x7F));
    assertEquals("heddle-compare/1", json.get("schema").getAsString());
    JsonObject worse = json.getAsJsonArray("scores").get(0).getAsJsonObject();
    assertEquals("worse", worse.get("verdict").getAsString());
    assertEquals(1.1, worse.get("ratio").getAsDouble(), 1e-3);
    assertEquals(3, worse.getAsJsonObject("base").getAsJsonArray("samples").size());
    JsonObject open = json.getAsJsonArray("scores").get(1).getAsJsonObject();
    assertEquals("too few samples", open.get("verdict").getAsString());
    assertTrue(open.get("low").isJsonNull());
    assertEquals(5, open.get("forksThatWouldDo").getAsInt());
    assertEquals(
        "25",
        json.getAsJsonArray("otherConditions").get(0).getAsJsonObject().get("new").getAsString());
  }

  @Test
  void html_isOnePageThatAsksNobodyAndRunsNothing() {
    String page = HtmlReport.of(COMPARISON);

    assertTrue(page.startsWith("<!DOCTYPE html>"), page);
    assertTrue(page.contains("default-src &#39;none&#39;"), page);
    assertTrue(page.contains("a|b&lt;script&gt;alert(1)&lt;/script&gt;&amp;"), page);
    assertFalse(page.contains("<script"), page);
    assertFalse(page.matches("(?s).*(https?:|src=|href=|url\\(|@import).*"), page);
    assertTrue(page.contains("prefers-color-scheme: dark"), page);
    assertEquals(2, page.split("class=\"plot\"", -1).length - 1);
    assertEquals(3, page.split("class=\"interval\"", -1).length - 1);
  }

  @Test
  void names_thatWouldBeAlike_keepTheirPackages() {
    Comparison comparison =
        Comparisons.of(
            List.of(JmhEntry.of("a.Q.poll", 1), JmhEntry.of("b.Q.poll", 1), EVEN),
            List.of(JmhEntry.of("a.Q.poll", 1), JmhEntry.of("b.Q.poll", 1), EVEN));

    String text = TextReport.of(comparison);

    assertTrue(text.contains("  a.Q.poll avgt"), text);
    assertTrue(text.contains("  b.Q.poll avgt"), text);
    assertTrue(text.contains("  Queue.poll avgt"), text);
  }

  @Test
  void params_thatNeverDiffer_areSaidOnce() {
    JmhEntry one = EVEN.param("uri", "x://y").param("n", "1");
    JmhEntry two = EVEN.param("uri", "x://y").param("n", "2");

    String text = TextReport.of(Comparisons.of(List.of(one, two), List.of(one, two)));

    assertTrue(text.contains("Queue.poll [n=1] avgt"), text);
    assertTrue(text.contains("\nall with uri=x://y\n"), text);
  }
}
