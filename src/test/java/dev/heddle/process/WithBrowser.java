package dev.heddle.process;

import dev.heddle.testing.Browser;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A browser that the tests of a class share, and servers whose pages it opens. */
abstract class WithBrowser {
  static Browser browser;

  @BeforeAll
  static void open() throws IOException {
    browser = Browser.open();
  }

  @AfterAll
  static void close() throws IOException {
    browser.close();
  }

  /** Leaves the page, so that what its server's end does is no business of the next test's. */
  @AfterEach
  void leave() throws IOException {
    browser.go("about:blank");
    var unused = browser.console();
  }

  static HeddleProcess start(String... options) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("serve", "--port=0", "--bind=127.0.0.1", "--quiet"));
    words.addAll(List.of(options));
    return HeddleProcess.start(words.toArray(String[]::new));
  }

  static String url(List<String> ready) {
    return ready.get(2).substring("http ".length());
  }

  static void awaitState(String text) throws Exception {
    awaitText("#state", text);
  }

  static void awaitText(String selector, String text) throws Exception {
    Probe.await(
        selector + ": " + text,
        Duration.ofSeconds(15),
        () -> browser.text(selector).contains(text),
        () -> {
          try {
            return browser.text(selector);
          } catch (IOException e) {
            return e;
          }
        });
  }
}
