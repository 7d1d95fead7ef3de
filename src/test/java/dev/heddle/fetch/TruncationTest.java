package dev.heddle.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fetch.Outcome.Result;
import dev.heddle.fetch.http.Limit;
import dev.heddle.fetch.http.Tls;
import dev.heddle.testing.Site;
import dev.heddle.testing.Site.Answer;
import dev.heddle.testing.TestAuthority;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that end too early, too late or not at all: a failure, and no file of any kind. */
@Timeout(60)
class TruncationTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String HEAD = "HTTP/1.1 200 OK\r\n";

  @TempDir Path folder;

  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    end.countDown();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 100\r\n\r\nonly this",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        "Content-Le"
      })
  void response_thatIsCutOff_isTriedAgainAndFails(String rest) throws Exception {
    try (Site site = Site.open()) {
      site.with("/", out -> cutOff(out, HEAD + rest));
      Runs runs = new Runs(folder);

      Outcome outcome = runs.fetch(site.url("/")).getFirst();

      String told = Runs.reason(outcome);
      assertTrue(told.startsWith("FAILED: the connection was lost: "), told);
      assertEquals(3, outcome.tries());
      assertEquals(List.of(), runs.files());
    }
  }

  @Test
  void response_thatIsCutOffOnce_isWholeInTheEnd() throws Exception {
    try (Site site = Site.open()) {
      site.with(
          "/",
          out -> cutOff(out, HEAD + "Content-Length: 7\r\n\r\ncont"),
          Site.text(Site.ok("content")));

      Outcome outcome = new Runs(folder).fetch(site.url("/")).getFirst();

      assertEquals("content", Runs.content(outcome));
      assertEquals(2, outcome.tries());
    }
  }

  /** What was there before the run stays as it was. */
  @Test
  void response_thatIsCutOff_leavesAnEarlierFileAlone() throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", Site.ok("earlier"));
      Path file = new Runs(folder).fetch(site.url("/a")).getFirst().file().orElseThrow();
      site.with("/a", out -> cutOff(out, HEAD + "Content-Length: 100\r\n\r\nlater"));
      Runs runs = new Runs(folder);
      runs.retries = 0;

      assertEquals(Result.FAILED, runs.fetch(site.url("/a")).getFirst().result());

      assertEquals("earlier", Files.readString(file));
      assertEquals(1, runs.files().size());
    }
  }

  @Test
  void server_thatNeverAnswers_isGivenUpAtTheHeaderLimit() throws Exception {
    assertOverdue(Limit.HEADER, "no response came within 300 ms", out -> end.await());
  }

  @Test
  void body_thatStalls_isGivenUpAtTheIdleLimit() throws Exception {
    assertOverdue(
        Limit.IDLE,
        "nothing more of the body came within 300 ms",
        out -> {
          write(out, HEAD + "Content-Length: 100\r\n\r\nbegin");
          end.await();
        });
  }

  /** Where the end of the connection is the end of the body, ours must not count as one. */
  @Test
  void bodyWithoutLength_thatStalls_isGivenUpAtTheIdleLimit() throws Exception {
    assertOverdue(
        Limit.IDLE,
        "nothing more of the body came within 300 ms",
        out -> {
          write(out, HEAD + "\r\nbegin");
          end.await();
        });
  }

  @Test
  void bodyWithoutLength_thatStallsOverTls_isGivenUpAtTheIdleLimit() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    try (Site site = Site.on(authority.listen())) {
      site.with(
          "/",
          out -> {
            write(out, HEAD + "\r\nbegin");
            end.await();
          });
      Runs runs = new Runs(folder.resolve("out")).limit(Limit.IDLE, SHORT);
      runs.tls = Tls.trusting(authority.pem());

      Outcome outcome = runs.fetch("https://localhost:" + site.port() + "/").getFirst();

      assertEquals("FAILED: nothing more of the body came within 300 ms", Runs.reason(outcome));
      assertEquals(List.of(), runs.files());
    }
  }

  @Test
  void body_thatDrips_isGivenUpAtTheTotalLimit() throws Exception {
    assertOverdue(Limit.TOTAL, "it was not done within 300 ms", this::drip);
  }

  private void drip(OutputStream out) throws Exception {
    write(out, HEAD + "Content-Length: 1000000\r\n\r\n");
    while (!end.await(20, TimeUnit.MILLISECONDS)) {
      write(out, ".");
    }
  }

  private void assertOverdue(Limit limit, String reason, Answer answer) throws Exception {
    try (Site site = Site.open()) {
      site.with("/", answer);
      Runs runs = new Runs(folder).limit(limit, SHORT);

      Outcome outcome = runs.fetch(site.url("/")).getFirst();

      assertEquals("FAILED: " + reason, Runs.reason(outcome));
      assertEquals(1, outcome.tries());
      assertEquals(List.of(), runs.files());
    }
  }

  @Test
  void body_thatIsSaidToBeTooLong_isNotRead() throws Exception {
    assertTooLong(
        out -> {
          write(out, HEAD + "Content-Length: 1001\r\n\r\n");
          end.await();
        });
  }

  @Test
  void body_thatGetsTooLong_isReadNoFurther() throws Exception {
    assertTooLong(
        out -> {
          write(out, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
          while (true) {
            write(out, "64\r\n" + "x".repeat(100) + "\r\n");
          }
        });
    assertTooLong(
        out -> {
          write(out, HEAD + "\r\n");
          while (true) {
            write(out, "x".repeat(100));
          }
        });
  }

  private void assertTooLong(Answer answer) throws Exception {
    try (Site site = Site.open()) {
      site.with("/", answer);
      Runs runs = new Runs(folder);
      runs.maxSize = 1_000;

      Outcome outcome = runs.fetch(site.url("/")).getFirst();

      assertEquals(
          "FAILED: larger than 1000 bytes, the most that is accepted; allow more with --max-size",
          Runs.reason(outcome));
      assertEquals(1, outcome.tries());
      assertEquals(List.of(), runs.files());
    }
  }

  @Test
  void body_ofExactlyTheLargestSize_isWhole() throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.ok("x".repeat(1_000)));
      Runs runs = new Runs(folder);
      runs.maxSize = 1_000;

      assertEquals(1_000, Runs.content(runs.fetch(site.url("/")).getFirst()).length());
    }
  }

  private static void cutOff(OutputStream out, String begin) throws Exception {
    write(out, begin);
    throw new InterruptedException("the end of the connection");
  }

  private static void write(OutputStream out, String text) throws Exception {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
