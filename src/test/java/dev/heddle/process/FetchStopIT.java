package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import dev.heddle.testing.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a fetch is ended: no hang, no stray file, a summary and the right exit code. */
@Timeout(60)
final class FetchStopIT {
  private static final Pattern COUNTS =
      Pattern.compile(
          "0 fetched, 1 cancelled, ([\\d,]+) not begun; (?s:.*)"
              + "heddle fetch: the list was read up to line ([\\d,]+)\n");

  @TempDir Path folder;

  /** It writes to a pipe that is full: nothing but the signal's own time ends that. */
  @Test
  void signal_whileNobodyReads_endsIt() throws Exception {
    Path list = folder.resolve("list");
    Files.writeString(list, "nothing\n".repeat(20_000));
    try (HeddleProcess fetch =
        HeddleProcess.start("fetch", "--json", "--discard", "-i", list.toString())) {
      Probe.await(
          "it waits for a reader", () -> fetch.process().getInputStream().available() > 60_000);
      fetch.terminate();
      fetch.terminate();

      assertEquals(143, fetch.awaitExit(), fetch.err());
    }
  }

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private Site site;

  @BeforeEach
  void open() throws IOException {
    site =
        Site.open()
            .with("/a", Site.ok("content"))
            .with(
                "/stalls",
                out -> {
                  String begin =
                      "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 100\r\n\r\nbegin";
                  out.write(begin.getBytes(StandardCharsets.US_ASCII));
                  asked.countDown();
                  end.await();
                  out.write("x".repeat(95).getBytes(StandardCharsets.US_ASCII));
                });
  }

  @AfterEach
  void close() throws IOException {
    end.countDown();
    site.close();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130, interrupted", "TERM, 143, terminated", "HUP, 129, hangup"})
  void signal_endsTransfersAndStillTellsWhatWasDone(String signal, int code, String said)
      throws Exception {
    try (HeddleProcess fetch = start("--per-host", "1", site.url("/a"), site.url("/stalls"))) {
      asked.await();

      Command.signal(fetch.pid(), signal);

      List<String> table = fetch.readRest();
      assertEquals(code, fetch.awaitExit(), fetch.err());
      assertTrue(table.get(1).startsWith("fetched"), table.toString());
      assertTrue(table.get(2).matches("cancelled +200 .*/stalls: cancelled"), table.toString());
      assertTrue(table.get(3).startsWith("1 fetched, 1 cancelled; "), table.toString());
      assertEquals("heddle fetch: " + said, fetch.errLines().getLast());
      assertEquals(List.of("127.0.0.1+" + site.port() + "/a"), files());
    }
  }

  @Test
  void signal_amidALongList_countsWhatWasOnlyReadAhead() throws Exception {
    Path list = folder.resolve("list");
    Files.writeString(list, (site.url("/stalls") + "\n").repeat(50_000));
    try (HeddleProcess fetch = start("--per-host", "1", "-i", list.toString())) {
      asked.await();

      Command.signal(fetch.pid(), "INT");

      List<String> table = fetch.readRest();
      assertEquals(130, fetch.awaitExit(), fetch.err());
      Matcher told = COUNTS.matcher(table.getLast() + fetch.err());
      assertTrue(told.find(), table.getLast() + fetch.err());
      assertEquals(number(told.group(1)) + 1, number(told.group(2)));
      assertEquals(3, fetch.errLines().size(), fetch.err());
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  @Test
  @Tag("tools")
  void signal_whileNobodyWritesTheList_endsItToo() throws Exception {
    Path pipe = folder.resolve("list");
    assertEquals(0, Command.run(List.of("mkfifo", pipe.toString())).code());
    try (HeddleProcess fetch = start("-i", pipe.toString(), site.url("/stalls"))) {
      asked.await();

      Command.signal(fetch.pid(), "INT");

      assertTrue(fetch.readRest().getLast().startsWith("0 fetched, 1 cancelled; "));
      assertEquals(130, fetch.awaitExit(), fetch.err());
    }
  }

  @Test
  void signal_whileTheListIsOpen_endsItToo() throws Exception {
    List<String> shell =
        List.of("sh", "-c", "sleep 50 | { \"$@\" & echo $!; wait $!; echo $?; }", "sh");
    List<String> command = new ArrayList<>(shell);
    command.addAll(
        HeddleProcess.command(
            List.of(),
            List.of(),
            "fetch",
            "-o",
            folder.toString(),
            "-i",
            "/dev/stdin",
            site.url("/stalls")));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    long pid = Long.parseLong(process.inputReader().readLine());
    asked.await();

    Command.signal(pid, "TERM");

    assertEquals(
        "143",
        process
            .inputReader()
            .lines()
            .filter(line -> line.matches("\\d+"))
            .findFirst()
            .orElseThrow());
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  @Test
  void signal_withContinue_leavesThePartAlone() throws Exception {
    try (HeddleProcess fetch = start("--continue", site.url("/stalls"))) {
      asked.await();

      Command.signal(fetch.pid(), "INT");

      assertEquals(130, fetch.awaitExit(), fetch.err());
      List<String> left = files();
      assertTrue(left.stream().allMatch(name -> name.contains("/stalls.part")), left.toString());
    }
  }

  @Test
  void secondContinue_ofTheSamePart_isRefusedAndTheFileIsWhole() throws Exception {
    try (HeddleProcess first = start("--continue", site.url("/stalls"))) {
      asked.await();
      Probe.await("the begin of the body", () -> size("stalls.part") == 5);

      try (HeddleProcess second = start("--continue", site.url("/stalls"))) {
        assertEquals(1, second.awaitExit());
        assertTrue(second.readRest().get(1).contains("another fetch is writing"), second.err());
      }

      assertEquals(5, size("stalls.part"));
      end.countDown();
      assertEquals(0, first.awaitExit(), first.err());
      assertEquals(List.of("127.0.0.1+" + site.port() + "/stalls"), files());
      assertEquals(100, size("stalls"));
    }
  }

  @Test
  void secondContinue_countsWhatHasComeSince() throws Exception {
    site.with(
        "/rest",
        out -> {
          Site.text("HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 7\r\n\r\ncont").give(out);
          out.close();
        },
        Site.text(Site.response("206 Part", "ent", "Content-Range: bytes 4-6/7", "ETag: \"1\"")));
    try (HeddleProcess first = start("--continue", "--retries", "0", site.url("/rest"))) {
      assertEquals(1, first.awaitExit(), first.err());
    }

    try (HeddleProcess second = start("--continue", site.url("/rest"))) {
      List<String> table = second.readRest();

      assertTrue(table.get(1).matches("fetched +206 +7 .*/rest"), table.toString());
      assertTrue(table.get(2).startsWith("1 fetched; 3 B in "), table.toString());
      assertEquals(0, second.awaitExit(), second.err());
    }
  }

  private long size(String name) throws IOException {
    Path file = folder.resolve("127.0.0.1+" + site.port()).resolve(name);
    return Files.exists(file) ? Files.size(file) : -1;
  }

  /** The reset of a killed server is a lost connection; then nobody listens. */
  @Test
  void serverThatIsKilled_isAFailureAndLeavesNothing() throws Exception {
    try (HeddleProcess fetch = start("--retries", "1", site.url("/stalls"))) {
      asked.await();

      site.close();

      assertEquals(1, fetch.awaitExit(), fetch.err());
      assertTrue(fetch.errLines().getFirst().contains("cannot connect to"), fetch.err());
      assertTrue(fetch.errLines().getFirst().endsWith("(2 tries)"), fetch.err());
      assertEquals(List.of(), files());
    }
  }

  @Test
  void bodyThatStalls_isAFailureAndLeavesNothing() throws Exception {
    try (HeddleProcess fetch = start("--idle-timeout", "300ms", site.url("/stalls"))) {
      assertEquals(1, fetch.awaitExit(), fetch.err());
      assertTrue(fetch.err().contains("nothing more of the body came within 300 ms"), fetch.err());
      assertEquals(List.of(), files());
    }
  }

  @Test
  @Tag("tools")
  void diskThatIsFull_isAFailureAndLeavesNothing() throws Exception {
    site.with("/large", Site.ok("x".repeat(1 << 20)));
    String script =
        "mount -t tmpfs -o size=256k tmpfs \"$1\" && \"${@:2}\"; code=$?; find \"$1\" -type f; exit $code";
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--mount", "bash", "-c", script, "bash", folder.toString()));
    command.addAll(
        HeddleProcess.command(
            List.of(),
            List.of(),
            "fetch",
            "-j",
            "1",
            "-o",
            folder.toString(),
            site.url("/large"),
            site.url("/a")));

    Outcome outcome = Command.run(command);

    assertEquals(1, outcome.code(), outcome::toString);
    assertEquals(5, outcome.out().size(), outcome::toString);
    assertTrue(outcome.out().get(1).endsWith(": cannot write it: No space left on device"));
    assertTrue(outcome.out().getLast().endsWith("/a"), outcome::toString);
  }

  private HeddleProcess start(String... args) throws IOException {
    List<String> words = new ArrayList<>(List.of("fetch", "-o", folder.toString()));
    words.addAll(List.of(args));
    return HeddleProcess.start(words.toArray(String[]::new));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }
}
