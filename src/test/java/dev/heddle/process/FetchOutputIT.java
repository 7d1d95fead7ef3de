package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Site;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code heddle fetch} gives to other programs: the content, or JSON. */
@Timeout(60)
final class FetchOutputIT extends WithSite {
  @Test
  void standardOutput_isTheContentAndNothingElse() throws Exception {
    Outcome outcome = fetch("", "-o", "-", site.url("/a"));

    assertEquals(0, outcome.code(), outcome::toString);
    assertEquals(List.of("content"), outcome.out());
    assertTrue(outcome.err().getLast().startsWith("1 fetched; 7 B in "), outcome::toString);
  }

  @Test
  void standardOutput_thatIsClosed_isAFailure() throws Exception {
    byte[] large = new byte[1 << 20];
    site.with(
        "/large",
        to -> {
          to.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
          to.write(large);
        });
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "\"$@\" | true; exit ${PIPESTATUS[0]}", "bash"));
    command.addAll(
        HeddleProcess.command(List.of(), List.of(), "fetch", "-o", "-", site.url("/large")));

    Outcome outcome = Command.run(command);

    assertEquals(1, outcome.code(), outcome::toString);
    assertTrue(
        outcome.err().toString().contains("cannot write it: standard output"), outcome::toString);
  }

  /** What has gone to standard output is out of reach: a second try would stand behind it. */
  @Test
  void standardOutput_ofWhatIsCutOff_isNotBegunAgain() throws Exception {
    site.with(
        "/cut",
        to -> {
          Site.text("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\ncont").give(to);
          to.close();
        },
        Site.text(Site.ok("content")));

    Outcome outcome = fetch("", "-o", "-", site.url("/cut"));

    assertEquals(1, outcome.code(), outcome::toString);
    assertEquals(List.of("cont"), outcome.out());
    assertTrue(
        outcome
            .err()
            .toString()
            .contains(
                "the connection was closed 3 bytes before the end of the body; not tried again:"
                    + " a part of it has gone to standard output"),
        outcome::toString);
  }

  /** The names of the keys are what programs rely on. */
  @Test
  @Tag("tools")
  void json_isAnObjectALineForJq() throws Exception {
    String filter =
        "[.number, .url, .line, .result, .status, .bytes, .seconds > 0, .tries, .redirectedTo,"
            + " .file, .reason] | @json";
    site.with("/r", Site.redirect("/a"));
    List<String> command =
        new ArrayList<>(
            List.of("bash", "-c", "\"${@:2}\" | jq -r \"$1\"; exit ${PIPESTATUS[0]}", "bash"));
    command.add(filter);
    command.addAll(
        HeddleProcess.command(
            List.of(),
            List.of(),
            "fetch",
            "--json",
            "-j",
            "1",
            "-o",
            out,
            "-i",
            "-",
            site.url("/r")));

    Outcome outcome = Command.run(site.url("/\"é") + "\n", command);

    assertEquals(1, outcome.code(), outcome::toString);
    String file = out + "/127.0.0.1+" + site.port() + "/r";
    assertEquals(
        List.of(
            "[1,\"%s\",null,\"fetched\",200,7,true,1,\"%s\",\"%s\",null]"
                .formatted(site.url("/r"), site.url("/a"), file),
            "[2,\"%s\",1,\"failed\",404,0,true,1,null,null,\"the server answers 404\"]"
                .formatted(site.url("/\\\"é"))),
        outcome.out(),
        outcome::toString);
    assertTrue(outcome.err().getLast().startsWith("1 fetched, 1 failed; "), outcome::toString);
  }

  /** In a locale without that letter it would be a question mark. */
  @Test
  void json_inAnyLocale_isAscii() throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "LC_ALL=C"));
    command.addAll(
        HeddleProcess.command(List.of(), List.of(), "fetch", "--json", "--discard", "-i", "-"));

    Outcome outcome = Command.run(site.url("/\u00e9") + "\n", command);

    assertEquals(1, outcome.code(), outcome::toString);
    assertTrue(outcome.out().getFirst().contains("/\\u00e9\""), outcome::toString);
  }
}
