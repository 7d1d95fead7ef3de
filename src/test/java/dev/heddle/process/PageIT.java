package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Pinner;
import dev.heddle.testing.PinningMain;
import dev.heddle.testing.Probe;
import dev.heddle.testing.WebClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live page, and what the pages have in common, as a browser shows them. */
@Timeout(120)
@Tag("tools")
final class PageIT extends WithBrowser {
  private static final String PIXELS =
      """
      return [...document.querySelectorAll('canvas')].map(canvas => canvas.toDataURL()).join()
      """;

  private static final String NAMES_FIT =
      """
      [...document.querySelectorAll('.tiles dt')].every(name => name.scrollWidth <= name.clientWidth)
      """;

  @TempDir Path folder;

  @Test
  void livePage_showsWhatALoadDid_toTheUnit() throws Exception {
    try (HeddleProcess server = start("--http-port=0")) {
      List<String> ready = server.readLines(3);
      String url = url(ready);
      browser.go(url);
      awaitState("Live");
      String before = browser.script(PIXELS).getAsString();

      JsonObject round = load(ready.getFirst());

      String asked = String.format(Locale.ROOT, "%,d", round.get("requests").getAsLong());
      awaitText("[data-now=greetings]", asked);
      awaitText("[data-now=connections]", "0");
      String answered = String.format(Locale.ROOT, "%,d", bytesIn(round, url));
      awaitText("[data-now=bytesIn]", answered);
      assertEquals("Session threads", browser.text(".tiles div:has([data-now=sessionThreads]) dt"));
      assertEquals(8, browser.drawnCanvases());
      assertTrue(!before.equals(browser.script(PIXELS).getAsString()), "the charts have not moved");
      assertEquals(List.of(), browser.console());
      assertEquals(
          List.of(),
          browser.requests().stream()
              .filter(each -> each.startsWith("http") && !each.startsWith("http://127.0.0.1:"))
              .toList());
    }
  }

  /** What {@code /metrics} says of the same load. */
  private static long bytesIn(JsonObject round, String url) throws Exception {
    WebClient client = new WebClient(url);
    assertEquals(round.get("requests").getAsDouble(), client.metric("heddle_greetings_total"));
    return (long) client.metric("heddle_received_bytes_total");
  }

  private JsonObject load(String tcpLine) throws Exception {
    Path report = folder.resolve("load.json");
    Outcome outcome =
        Command.run(
            HeddleProcess.command(
                List.of(),
                List.of(),
                "load",
                tcpLine.replace("tcp ", "tcp://"),
                "--warmup=0s",
                "-d=3s",
                "-c=20",
                "-q=500",
                "--json=" + report));
    assertEquals(0, outcome.code(), outcome::toString);
    return JsonParser.parseString(Files.readString(report))
        .getAsJsonObject()
        .getAsJsonArray("rounds")
        .get(0)
        .getAsJsonObject();
  }

  @Test
  @Tag("once")
  void pages_onAPhone_areNoWiderThanIt() throws Exception {
    try (HeddleProcess server = start("--http-port=0")) {
      String url = url(server.readLines(3));
      for (int width : List.of(390, 320)) {
        browser.resize(width, 844);
        for (String page : List.of("", "threads", "hello?name=Michael")) {
          browser.go(url + page);
          Probe.await("what " + page + " shows", () -> isShown(page));

          assertTrue(browser.holds("document.documentElement.scrollWidth <= " + width), page);
          assertTrue(browser.holds("document.querySelector('main h2, main h1')"), page);
          assertTrue(browser.holds(NAMES_FIT), page);
        }
      }
      assertEquals(List.of(), browser.console());
    } finally {
      browser.resize(1_280, 900);
    }
  }

  private static boolean isShown(String page) throws IOException {
    return switch (page) {
      case "" -> browser.drawnCanvases() == 8;
      case "threads" -> browser.holds("document.querySelector('#tree details')");
      default -> true;
    };
  }

  @Test
  @Tag("once")
  void hello_script_isShownAsText() throws Exception {
    try (HeddleProcess server = start("--http-port=0")) {
      browser.go(
          url(server.readLines(3)) + "hello?name=%3Cscript%3Edocument.title='x'%3C/script%3E");

      assertEquals("Hello, <script>document.title='x'</script>!", browser.text("h1"));
      assertTrue(browser.holds("document.scripts.length === 0"));
      assertEquals(List.of(), browser.console());
    }
  }

  @Test
  @Tag("once")
  void serverGoneAndBack_isTold() throws Exception {
    String port;
    try (HeddleProcess server = start("--http-port=0")) {
      String url = url(server.readLines(3));
      port = url.replaceFirst(".*:(\\d+)/", "$1");
      browser.go(url);
      awaitState("Live");
    }

    awaitState("The server has gone; the figures are of");
    try (HeddleProcess again = start("--http-port=" + port)) {
      again.readHttpLine();

      awaitState("Live");
      awaitText("[data-now=served]", "0");
    }
  }

  @Test
  @Tag("once")
  void drain_isShown() throws Exception {
    try (HeddleProcess server = start("--http-port=0", "--drain=1h")) {
      List<String> ready = server.readLines(3);
      browser.go(url(ready));
      awaitState("Live");
      try (Peer stuck = Peer.silent(HeddleProcess.tcpAddress(ready.getFirst()), 4_096)) {
        Thread asking = Thread.ofVirtual().start(stuck::askAndNeverRead);
        WebClient.of(ready.get(2)).awaitStandstill("heddle_greetings_total", 10_000);

        server.terminate();

        awaitState("The server is draining");
        assertEquals("1", browser.text("[data-now=connections]"));
        server.terminate();
        assertEquals(1, server.awaitExit(), server.err());
        asking.join();
      }
      awaitState("The server has gone");
    }
  }

  @Test
  void pinning_isNamedWithinSeconds() throws Exception {
    try (HeddleProcess server =
        HeddleProcess.startCommand(
            PinningMain.command("serve", "--port=0", "--http-port=0", "--bind=127.0.0.1"))) {
      browser.go(url(server.readLines(3)));

      Probe.await(
          "the place that pins",
          Duration.ofSeconds(15),
          () ->
              browser
                  .script("return document.querySelector('#pinning').textContent")
                  .getAsString()
                  .contains(Pinner.place()),
          () -> "");
      assertTrue(browser.holds("!document.querySelector('#pinning').hidden"));

      browser.script(
          """
          const summary = document.querySelector('#pinning summary');
          summary.focus();
          summary.click();
          window.before = summary;
          """);
      Probe.await("the next news", () -> browser.holds("!window.before.isConnected"));

      assertTrue(browser.holds("document.activeElement.matches('#pinning [open] > summary')"));
      assertEquals(List.of(), browser.console());
    }
  }
}
