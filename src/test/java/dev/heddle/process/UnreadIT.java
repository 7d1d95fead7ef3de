package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.JmhEntry;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A standard output that takes no result: one line on standard error, and never exit code 0. */
@Tag("once")
@Timeout(60)
final class UnreadIT {
  private static final String SAID =
      "standard output cannot be written: is the other end closed, or the disk full?";
  private static final String PIPE = "| true; exit ${PIPESTATUS[0]}";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {PIPE, ">/dev/full", ">&-"})
  void load_unread_isOneLineAndExit3(String redirection) throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Outcome outcome = unread(redirection, "load", tcp(server), "-d100ms", "--warmup=0");

      assertEquals(3, outcome.code(), outcome::toString);
      assertEquals(List.of("heddle load: " + SAID), outcome.err());
    }
  }

  @Test
  void load_unreadAndFailed_keepsItsCode() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Outcome outcome =
          unread(PIPE, "load", tcp(server), "-d100ms", "--warmup=0", "--fail-if=errors<1");

      assertEquals(1, outcome.code(), outcome::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"--json", "--discard"})
  void fetch_unread_fetchesAllTheSame(String option) throws Exception {
    try (Site site = Site.open().with("/a", Site.ok("a")).with("/b", Site.ok("b"))) {
      Outcome outcome =
          unread(PIPE, "fetch", option, "-o", folder + "/out", site.url("/a"), site.url("/b"));

      assertEquals(3, outcome.code(), outcome::toString);
      assertEquals("heddle fetch: " + SAID, outcome.err().getLast());
      assertEquals(2, site.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PIPE, ">/dev/full"})
  void compare_unread_isOneLineAndExit3(String redirection) throws Exception {
    Path report = folder.resolve("a.json");
    Files.writeString(report, JmhEntry.report(JmhEntry.of("x.Q.poll", 99, 100, 101)));

    Outcome outcome = unread(redirection, "compare", report.toString(), report.toString());

    assertEquals(3, outcome.code(), outcome::toString);
    assertEquals(List.of("heddle compare: " + SAID), outcome.err());
  }

  @ParameterizedTest
  @CsvSource({"'greet --help', heddle greet", "--version, heddle", "'serve --help', heddle serve"})
  void help_unread_isOneLineAndExit3(String arguments, String name) throws Exception {
    Outcome outcome = unread(">/dev/full", arguments.split(" ", -1));

    assertEquals(3, outcome.code(), outcome::toString);
    assertEquals(List.of(name + ": " + SAID), outcome.err());
  }

  private static Outcome unread(String redirection, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", "-c", "\"$@\" " + redirection, "bash"));
    command.addAll(HeddleProcess.command(List.of(), List.of(), args));
    return Command.run(command);
  }

  private static String tcp(RunningServer server) {
    return "tcp://127.0.0.1:" + server.address("tcp").getPort();
  }
}
