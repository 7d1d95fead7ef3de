package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Probe;
import dev.heddle.testing.Site;
import dev.heddle.testing.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a fetch, in a terminal. */
@Tag("tools")
@Timeout(60)
final class FetchTerminalIT {
  private static final Pattern BAR =
      Pattern.compile("^\\[#{13}\\.{7}] 2/3 7 B \\d+ B/s, 1 at once", Pattern.MULTILINE);

  @TempDir Path folder;

  private final CountDownLatch end = new CountDownLatch(1);
  private Terminal terminal;
  private Site site;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(folder);
    site =
        Site.open()
            .with("/a", Site.ok("content"))
            .with(
                "/late",
                out -> {
                  end.await();
                  Site.text(Site.ok("late")).give(out);
                });
  }

  @AfterEach
  void close() throws Exception {
    end.countDown();
    terminal.close();
    site.close();
  }

  @Test
  void terminal_showsABarThenTheTable() throws Exception {
    start(site.url("/a"), site.url("/lacks"), site.url("/late"));

    Probe.await("the bar", () -> BAR.matcher(screen()).find());

    assertTrue(screen().contains("failed 404 0 B"), screen());
    assertFalse(screen().contains("fetched 200"), screen());

    end.countDown();
    Probe.await("the table", () -> screen().contains("2 fetched, 1 failed; 11 B in "));

    assertFalse(screen().contains("[###"), screen());
    assertEquals(2, screen().lines().filter(line -> line.startsWith("fetched   200")).count());
  }

  @Test
  void ctrlC_takesTheBarAwayAndShowsWhatWasDone() throws Exception {
    start(site.url("/a"), site.url("/lacks"), site.url("/late"));
    Probe.await("the bar", () -> BAR.matcher(screen()).find());

    terminal.press("C-c");

    Probe.await("the end", () -> screen().contains("heddle fetch: interrupted"));
    assertTrue(screen().contains("1 fetched, 1 failed, 1 cancelled; "), screen());
    assertFalse(screen().contains("[###"), screen());
  }

  private void start(String... urls) throws Exception {
    List<String> words = new ArrayList<>(List.of("fetch", "-o", folder.toString()));
    words.addAll(List.of(urls));
    terminal.start(words);
  }

  private String screen() throws Exception {
    return terminal.screen();
  }
}
