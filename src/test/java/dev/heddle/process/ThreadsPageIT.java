package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Peer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page of the threads as a browser shows it. */
@Timeout(120)
@Tag("tools")
final class ThreadsPageIT extends WithBrowser {
  @Test
  void threads_areShownAndFound() throws Exception {
    try (HeddleProcess server = start("--http-port=0")) {
      List<String> ready = server.readLines(3);
      try (Peer peer = Peer.greeted(HeddleProcess.tcpAddress(ready.getFirst()))) {
        assertEquals("Hello, Michael!\n", peer.ask("Michael"));

        browser.go(url(ready) + "threads?query=%3Cscript%3Esession-");
        awaitText("#state", "0 match “<script>session-”");
        browser.go(url(ready) + "threads?query=session-");
        awaitText("#state", "1 match “session-”");

        assertTrue(browser.text("#tree").contains("dev.heddle.tasks.loop.Readiness.await"));
        assertEquals(List.of(), browser.console());
      }
    }
  }

  @Test
  void serverGoneAndBack_isToldAndLookedAtAgain() throws Exception {
    String port;
    try (HeddleProcess server = start("--http-port=0")) {
      String url = url(server.readLines(3));
      port = url.replaceFirst(".*:(\\d+)/", "$1");
      browser.go(url + "threads?query=nothing");
      awaitState("0 match “nothing”");
    }

    search("sampler");
    awaitState("The server has gone; this was seen at");
    try (HeddleProcess again = start("--http-port=" + port)) {
      again.readHttpLine();

      awaitState("1 match “sampler”");
      assertTrue(browser.holds("location.search === '?query=sampler'"));
      browser.script("history.back()");
      awaitState("0 match “nothing”");
    }
  }

  private static void search(String text) throws IOException {
    browser.script(
        """
        const input = document.querySelector('#query');
        input.value = arguments[0];
        input.form.requestSubmit();
        """,
        text);
  }
}
