package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code heddle fetch} as people and programs call it. */
@Timeout(60)
final class FetchIT extends WithSite {
  @Test
  void url_isAFileAndARowOfTheTable() throws Exception {
    Outcome outcome = fetch("", "-o", out, site.url("/a"));

    Path file = Path.of(out, "127.0.0.1+" + site.port(), "a");
    assertEquals("content", Files.readString(file));
    assertEquals(0, outcome.code(), outcome::toString);
    assertEquals(3, outcome.out().size(), outcome::toString);
    assertTrue(
        outcome
            .out()
            .get(1)
            .matches("fetched +200 +7 +\\d+\\.\\d{3} s +" + Pattern.quote(file.toString())));
    assertTrue(outcome.out().get(2).startsWith("1 fetched; 7 B in "));
    assertEquals(1, outcome.err().size(), outcome::toString);
    assertTrue(
        outcome
            .err()
            .getFirst()
            .matches("fetched 200 7 B \\d+\\.\\d{3} s " + Pattern.quote(file.toString())));
  }

  /** A JVM waits 0.3 s at its end for the JDK's poller, which is in native code for good. */
  @Test
  void run_startsNoThreadThatItsEndWouldWaitFor() throws Exception {
    Outcome outcome =
        Command.run(
            "",
            HeddleProcess.command(
                List.of(), List.of("-Xlog:class+load"), "fetch", "-o", out, site.url("/a")));

    assertEquals(0, outcome.code(), outcome::toString);
    List<String> network =
        outcome.out().stream().filter(line -> line.contains(" sun.nio.ch.")).toList();
    assertTrue(network.stream().anyMatch(line -> line.contains("EPollPort")), network::toString);
    assertTrue(network.stream().noneMatch(line -> line.contains("Poller")), network::toString);
  }

  @Test
  void list_withBadEntries_namesThemWithTheirLinesAndGoesOn() throws Exception {
    String list =
        "\uFEFF# a comment\r\n\r\n"
            + site.url("/a")
            + "\r\nftp://h/\n \n"
            + site.url("/b")
            + "\n\u001B[31m";

    Outcome outcome = fetch(list, "-o", out, "-i", "-");

    assertEquals(1, outcome.code(), outcome::toString);
    List<String> rows = outcome.out();
    assertEquals(6, rows.size(), outcome::toString);
    assertTrue(rows.get(1).startsWith("fetched"), outcome::toString);
    assertTrue(rows.get(2).contains("line 4: ftp://h/: the scheme 'ftp' is not fetched"));
    assertTrue(rows.get(3).matches("failed +404 .* line 6: .*/b: the server answers 404"));
    assertTrue(rows.get(4).contains("line 7: ?[31m: a control character in a URL"));
    assertTrue(rows.get(5).startsWith("1 fetched, 3 failed; 7 B in "), outcome::toString);
  }

  @Test
  void list_isFetchedBeforeItEnds() throws Exception {
    List<String> command =
        HeddleProcess.command(List.of(), List.of(), "fetch", "--json", "-o", out, "-i", "-");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream list = process.getOutputStream()) {
      list.write((site.url("/a") + "\n").getBytes(StandardCharsets.UTF_8));
      list.flush();

      assertTrue(process.inputReader().readLine().contains("\"result\":\"fetched\""));
    }
    assertEquals(0, process.waitFor());
  }

  @ParameterizedTest
  @Tag("once")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "|no URLs: name some",
        "-i no-such-file|cannot read the list 'no-such-file': no such file",
        "-i src|-i 'src' is a folder",
        "--race --fail-fast http://h/|--race and --fail-fast exclude each other",
        "--race --continue http://h/|--race and --continue exclude each other",
        "--continue --head http://h/|--continue and --head exclude each other",
        "--continue -H Range:bytes=0-9 http://h/|--continue and -H 'Range: ...' exclude each other",
        "-o - http://h/ http://h/|-o - writes one URL alone",
        "-o - --json http://h/|-o - goes with none of",
        "--output= http://h/|-o '' names no folder",
        "--discard --continue http://h/|--discard writes no files",
        "-j 0 http://h/|-j 0 is not allowed: it goes from 1",
        "--per-host many http://h/|'many' is not a whole number",
        "--retries -1 http://h/|--retries -1 is not allowed",
        "--max-size 1KB http://h/|'1KB' is not a size",
        "--timeout soon http://h/|'soon' is not a duration",
        "--timeout 99999999999h http://h/|'99999999999h' is too long",
        "-H Cookie http://h/|'--header' (HEADER): write 'Name: value'",
        "-H Content-Length:5 http://h/|'--header' (HEADER): 'Content-Length' is not allowed",
        "-H (:5 http://h/|'--header' (HEADER): not the name of a header",
        "--cacert no-such-file http://h/|'--cacert': no such file: no-such-file",
        "--cacert pom.xml http://h/|'--cacert': pom.xml is not a PEM file",
        "--threads pool:4 http://h/|'--threads'"
      })
  void commandLine_thatIsWrong_isExplainedInOneLine(String args, String said) throws Exception {
    String[] words = args == null ? new String[0] : args.split(" ");

    Outcome outcome = fetch("", words);

    assertEquals(2, outcome.code(), outcome::toString);
    assertEquals(List.of(), outcome.out());
    assertEquals(2, outcome.err().size(), outcome::toString);
    assertTrue(outcome.err().getFirst().startsWith("heddle fetch: "), outcome::toString);
    assertTrue(outcome.err().getFirst().contains(said), outcome::toString);
  }

  /** The first byte of a process's own memory is mapped nowhere: it opens, and cannot be read. */
  @Test
  void list_thatCannotBeReadOn_isAFailureOfTheRun() throws Exception {
    Outcome outcome = fetch("", "-o", out, "-i", "/proc/self/mem", site.url("/a"));

    assertEquals(1, outcome.code(), outcome::toString);
    assertTrue(outcome.out().getLast().startsWith("1 fetched; "), outcome::toString);
    assertTrue(
        outcome.err().toString().contains("heddle fetch: the list could not be read on: "),
        outcome::toString);
  }

  /** As the list of a filter that found nothing: no failure, but told. */
  @Test
  void list_withoutUrl_isDoneAndSaysSo() throws Exception {
    Outcome outcome = fetch("# none\n\n", "-o", out, "-i", "-");

    assertEquals(0, outcome.code(), outcome::toString);
    assertTrue(
        outcome.err().contains("heddle fetch: the list names no URL, so nothing was fetched"),
        outcome::toString);
  }

  @Test
  void failures_beyondAThousand_areCounted() throws Exception {
    Outcome outcome = fetch("ftp://h/\n".repeat(1_500), "--discard", "-i", "-");

    assertEquals(1, outcome.code());
    assertEquals(1_003, outcome.out().size());
    assertEquals("and 500 more that failed", outcome.out().get(1_001));
  }

  @Test
  void folder_thatCannotBe_isTheEnvironmentsFault() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    Outcome outcome = fetch("", "-o", file + "/below", site.url("/a"));

    assertEquals(3, outcome.code(), outcome::toString);
    assertEquals(1, outcome.err().size(), outcome::toString);
    assertTrue(outcome.err().getFirst().startsWith("heddle fetch: cannot create the folder '"));
    assertEquals(List.of(), site.requests());
  }

  @Test
  void password_inAUrl_isNotShown() throws Exception {
    String list = "http://me:sec@ret@h/a@b\nme:secret@h/\nftp://h:21/a@b\n";

    Outcome outcome = fetch(list, "-o", out, "-i", "-");

    List<String> rows = outcome.out();
    assertFalse(outcome.toString().contains("ret@h"), outcome::toString);
    assertTrue(rows.get(1).contains("line 1: http://me:***@h/a@b: "), outcome::toString);
    assertTrue(rows.get(2).contains("line 2: me:***@h/: "), outcome::toString);
    assertTrue(rows.get(3).contains("line 3: ftp://h:21/a@b: "), outcome::toString);
  }

  @Test
  void proxyVariable_thatNamesNone_isNamed() throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "http_proxy=socks5://h:1"));
    command.addAll(HeddleProcess.command(List.of(), List.of(), "fetch", "http://h/"));

    Outcome outcome = Command.run(command);

    assertEquals(2, outcome.code(), outcome::toString);
    assertTrue(outcome.err().getFirst().contains("the variable http_proxy"), outcome::toString);
  }

  @Test
  void threadsOfThePlatform_bringTheSame() throws Exception {
    Outcome outcome = fetch("", "--threads", "platform", "-o", out, site.url("/a"));

    assertEquals(0, outcome.code(), outcome::toString);
    assertArrayEquals(
        "content".getBytes(StandardCharsets.UTF_8),
        Files.readAllBytes(Path.of(out, "127.0.0.1+" + site.port(), "a")));
  }

  @Test
  void table_ofMoreThanAThousand_isItsFailures() throws Exception {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 1_001; i++) {
      list.append(site.url(i == 700 ? "/b" : "/a")).append('\n');
    }

    Outcome outcome = fetch(list.toString(), "--discard", "-i", "-");

    assertEquals(1, outcome.code());
    assertEquals(3, outcome.out().size(), outcome.out()::toString);
    assertTrue(outcome.out().get(1).contains("line 701: " + site.url("/b")));
    assertTrue(outcome.out().getLast().startsWith("1,000 fetched, 1 failed; 6.8 KiB in "));
    assertEquals(1_001, outcome.err().size());
    assertFalse(Files.exists(Path.of(out)));
  }
}
