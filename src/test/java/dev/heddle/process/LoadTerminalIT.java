package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a load, in a terminal. */
@Tag("tools")
@Timeout(60)
final class LoadTerminalIT {
  private static final Pattern LINE =
      Pattern.compile(
          "^[\\d,]+ requests/s, p50 [\\d.]+ [mu]?s, p99 [\\d.]+ [mu]?s, 0 errors, [\\d.]+ s left$",
          Pattern.MULTILINE);

  @TempDir Path folder;

  @Test
  void terminal_showsOneLineThatLives_untilTheSummary() throws Exception {
    try (RunningServer server = RunningServer.start();
        Terminal terminal = new Terminal(folder)) {
      terminal.start(load(server, "-d2s", "--warmup=1s"));

      Probe.await("the warm-up", () -> terminal.screen().contains("warm-up, 0 errors, "));
      Probe.await("the line", () -> LINE.matcher(terminal.screen()).find());
      String first = terminal.screen();
      Probe.await("a later one", () -> !terminal.screen().equals(first));

      assertEquals(1, LINE.matcher(first).results().count(), first);
      assertFalse(first.contains("warm-up"), first);
      Probe.await("the end", () -> terminal.screen().contains("exit code 0"));
      assertTrue(terminal.screen().contains("errors     none"), terminal.screen());
      assertFalse(terminal.screen().contains("s left"), terminal.screen());
    }
  }

  @Test
  void ctrlC_takesTheLineAwayAndShowsTheSummarySoFar() throws Exception {
    try (RunningServer server = RunningServer.start();
        Terminal terminal = new Terminal(folder)) {
      terminal.start(load(server, "-d100s", "--warmup=100ms"));
      Probe.await("the line", () -> LINE.matcher(terminal.screen()).find());

      terminal.press("C-c");

      Probe.await("the end", () -> terminal.screen().contains("exit code 130"));
      assertTrue(terminal.screen().contains("heddle load: interrupted"), terminal.screen());
      assertTrue(terminal.screen().contains("rate  "), terminal.screen());
      assertFalse(terminal.screen().contains("s left"), terminal.screen());
    }
  }

  private static List<String> load(RunningServer server, String... more) {
    String target = "tcp://127.0.0.1:" + server.address("tcp").getPort();
    return List.of("load", target, "-c2", more[0], more[1]);
  }
}
