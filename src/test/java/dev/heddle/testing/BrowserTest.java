package dev.heddle.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the browser of the tests would tell if something were wrong. */
@Tag("tools")
@Tag("once")
@Timeout(60)
class BrowserTest {
  @TempDir Path folder;

  @Test
  void faultyPage_isSeenToBe() throws Exception {
    Path page =
        Files.writeString(
            folder.resolve("page.html"),
            """
            <!DOCTYPE html><title>t</title><h1>Gr&uuml;&szlig;e</h1>
            <canvas id="blank"></canvas><canvas id="drawn"></canvas>
            <script>
              document.getElementById('drawn').getContext('2d').fillRect(0, 0, 9, 9)
              console.warn('beware')
              fetch('http://elsewhere.example/').catch(() => {})
              nobody()
            </script>
            """);
    try (Browser browser = Browser.open()) {
      browser.prefer(true);
      browser.resize(390, 844);
      browser.go(page.toUri().toString());

      assertEquals("Gr\u00fc\u00dfe", browser.text("h1"));
      assertEquals(1, browser.drawnCanvases());
      assertTrue(browser.holds("matchMedia('(prefers-color-scheme: dark)').matches"));
      assertTrue(browser.holds("innerWidth >= 390"));
      List<String> requests = browser.requests();
      assertTrue(requests.contains("http://elsewhere.example/"), requests::toString);
      String console = browser.console().toString();
      assertTrue(console.contains("beware") && console.contains("nobody is not"), console);
      browser.screenshot(folder.resolve("page.png"), true);
      assertTrue(Files.size(folder.resolve("page.png")) > 1_000);
      assertFalse(browser.holds("document.querySelector('h2')"));
    }
  }
}
