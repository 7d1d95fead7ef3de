package dev.heddle.loadtest.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.loadtest.MadeUp;
import dev.heddle.testing.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it; pictures of it are left in {@code target/screenshots}. */
@Tag("tools")
@Tag("once")
@Timeout(60)
final class PageTest {
  private static final int CHARTS = 9;
  private static final Path PICTURES = Path.of("target/screenshots");

  @TempDir Path folder;

  @Test
  void page_inEveryLightAndWidth_drawsItsChartsAndAsksNobody() throws Exception {
    Path page = folder.resolve("report.html");
    String html =
        HtmlReport.of(MadeUp.results(MadeUp.plan(5, "21.0.8", "25.0.1")), List.of("a lack"));
    Files.writeString(page, html);
    Files.createDirectories(PICTURES);
    try (Browser browser = Browser.open()) {
      for (int width : List.of(1_280, 390)) {
        for (boolean dark : List.of(false, true)) {
          browser.prefer(dark);
          browser.resize(width, 900);
          browser.go(page.toUri().toString());

          assertEquals(CHARTS, browser.drawnCanvases());
          assertTrue(browser.holds("document.documentElement.scrollWidth <= innerWidth"), "wide");
          assertTrue(browser.holds("innerWidth === " + width));
          String name = "loadtest-" + width + (dark ? "-dark" : "") + ".png";
          browser.screenshot(PICTURES.resolve(name), true);
        }
      }

      browser.prefer(false); // drawn anew, in other colours
      assertEquals(CHARTS, browser.drawnCanvases());
      assertEquals(List.of(), browser.console());
      assertEquals(
          List.of(page.toUri().toString()), browser.requests().stream().distinct().toList());
    }
  }
}
