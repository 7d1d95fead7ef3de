package dev.heddle.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.heddle.fetch.Outcome.Result;
import dev.heddle.fetch.http.Limit;
import dev.heddle.fetch.http.Proxies;
import dev.heddle.testing.RunningWeb;
import dev.heddle.testing.Site;
import dev.heddle.web.http.HttpLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may pass is tried again, after a while; what will not is not. */
@Timeout(60)
class RetryTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"408", "429", "502", "503", "504"})
  void status_thatMayPass_isTriedAgain(String status) throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.response(status + " Later", "later"), Site.ok("content"));

      Outcome outcome = new Runs(folder).fetch(site.url("/")).getFirst();

      assertEquals("content", Runs.content(outcome));
      assertEquals(2, outcome.tries());
      assertEquals(1, site.connections());
    }
  }

  /** A server that closes a connection nobody uses may say so first. */
  @Test
  void requestTimeout_onAConnectionThatIsReused_isAskedOnANewOne() throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", Site.ok("a"));
      site.with("/b", Site.response("408 Idle", "", "Connection: close"), Site.ok("b"));
      Runs runs = new Runs(folder);
      runs.retries = 0;
      runs.atOnce = 1;

      List<Outcome> outcomes = runs.fetch(site.url("/a"), site.url("/b"));

      assertEquals("b", Runs.content(outcomes.getLast()));
      assertEquals(1, outcomes.getLast().tries());
      assertEquals(2, site.connections());
    }
  }

  /** A body that is of no interest says nothing of the answer, whatever becomes of it. */
  @Test
  void errorPage_thatIsCutOff_isThatError() throws Exception {
    try (Site site = Site.open()) {
      site.with(
          "/",
          out -> {
            out.write("HTTP/1.1 404 No\r\nContent-Length: 200\r\n\r\nhalf".getBytes(ISO_8859_1));
            throw new IOException("to close");
          });

      Outcome outcome = new Runs(folder).fetch(site.url("/")).getFirst();

      assertEquals("FAILED: the server answers 404", Runs.reason(outcome));
      assertEquals(1, outcome.tries());
    }
  }

  @Test
  void errorPage_thatStalls_isThatError() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Site site = Site.open()) {
      site.with(
          "/",
          out -> {
            out.write("HTTP/1.1 503 No\r\nContent-Length: 200\r\n\r\nhalf".getBytes(ISO_8859_1));
            end.await();
          },
          Site.text(Site.ok("content")));

      Outcome outcome =
          new Runs(folder)
              .limit(Limit.IDLE, Duration.ofMillis(100))
              .fetch(site.url("/"))
              .getFirst();

      assertEquals("content", Runs.content(outcome));
    } finally {
      end.countDown();
    }
  }

  /** What is left of a response that is longer than it says comes before the next one. */
  @Test
  void rubbish_onAConnectionThatIsReused_isNoAnswer() throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", Site.ok("a"));
      site.with("/b", Site.text("rubbish" + Site.ok("b")), Site.text(Site.ok("b")));
      Runs runs = new Runs(folder);
      runs.retries = 0;
      runs.atOnce = 1;

      List<Outcome> outcomes = runs.fetch(site.url("/a"), site.url("/b"));

      assertEquals("b", Runs.content(outcomes.getLast()));
      assertEquals(2, site.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "401", "403", "404", "410", "500", "501", "304", "206"})
  void status_thatWillNotPass_isAFailureAtOnce(String status) throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.response(status + " No", status.equals("304") ? "" : "page"));
      Runs runs = new Runs(folder);

      Outcome outcome = runs.fetch(site.url("/")).getFirst();

      assertEquals(Result.FAILED, outcome.result());
      assertEquals(Integer.parseInt(status), outcome.status());
      assertEquals(1, site.requests().size());
      assertEquals(List.of(), runs.files());
    }
  }

  @Test
  void status_thatDoesNotPass_isAFailureInTheEnd() throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.response("503 Busy", ""));

      Outcome outcome = new Runs(folder).fetch(site.url("/")).getFirst();

      assertEquals("FAILED: the server answers 503", Runs.reason(outcome));
      assertEquals(3, outcome.tries());
      assertEquals(3, site.requests().size());
    }
  }

  @Test
  void retryAfter_isObeyed() throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.response("429 Slowly", "", "Retry-After: 2"), Site.ok("content"));

      Outcome outcome = new Runs(folder).fetch(site.url("/")).getFirst();

      assertEquals(Result.FETCHED, outcome.result());
      assertTrue(outcome.time().toMillis() >= 2_000, outcome.toString());
    }
  }

  @Test
  void retryAfter_thatIsTooLong_isNotWaitedFor() throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.response("503 Busy", "", "Retry-After: 61"), Site.ok("content"));

      Outcome outcome = new Runs(folder).fetch(site.url("/")).getFirst();

      assertEquals(
          "FAILED: the server answers 503, and asks to wait 61 s, which is too long",
          Runs.reason(outcome));
      assertEquals(1, outcome.tries());
    }
  }

  @Test
  void retryAfter_thatOutlastsTheTransfer_isNotWaitedFor() throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.response("503 Busy", "", "Retry-After: 30"));
      Runs runs = new Runs(folder).limit(Limit.TOTAL, Duration.ofSeconds(20));

      assertEquals(1, runs.fetch(site.url("/")).getFirst().tries());
    }
  }

  /** The page of a failure is read for the sake of the connection alone, and no further. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 999999999\r\n\r\nbegin", "Transfer-Encoding: chunked\r\n\r\n"})
  void status_withAnEndlessBody_isTheFailure(String rest) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Site site = Site.open()) {
      site.with(
          "/",
          out -> {
            Site.text("HTTP/1.1 404 No\r\n" + rest).give(out);
            while (rest.contains("chunked") && end.getCount() > 0) {
              Site.text("400\r\n" + "x".repeat(1_024) + "\r\n").give(out);
            }
            end.await();
          });
      Runs runs = new Runs(folder).limit(Limit.TOTAL, Duration.ofSeconds(10));

      Outcome outcome = runs.fetch(site.url("/")).getFirst();

      assertEquals("FAILED: the server answers 404", Runs.reason(outcome));
    } finally {
      end.countDown();
    }
  }

  /** What was overdue in one try is not in the next. */
  @Test
  void connection_thatIsNotThereInTime_isTriedAgain() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Site proxy = Site.open()) {
      proxy.with("example.invalid:443", out -> end.await(), Site.text(Site.response("403 No", "")));
      Runs runs = new Runs(folder).limit(Limit.CONNECT, Duration.ofMillis(300));
      runs.proxies = Proxies.of(Map.of("https_proxy", "127.0.0.1:" + proxy.port()));

      Outcome outcome = runs.fetch("https://example.invalid/").getFirst();

      String told = Runs.reason(outcome);
      assertTrue(told.contains("the proxy answers CONNECT with 403"), told);
      assertEquals(2, outcome.tries());
    } finally {
      end.countDown();
    }
  }

  /** The limit of a try goes on in no wait after it: one of these is all but sure to be longer. */
  @Test
  void wait_longerThanALimit_isNotOverdue() throws Exception {
    try (Site site = Site.open()) {
      site.with("/", OutputStream::close);
      Runs runs = new Runs(folder).limit(Limit.HEADER, Duration.ofMillis(400));
      runs.retries = 4;

      Outcome outcome = runs.fetch(site.url("/")).getFirst();

      assertEquals(
          "FAILED: the connection was lost: the connection was closed before any response",
          Runs.reason(outcome));
      assertEquals(5, outcome.tries());
    }
  }

  /** With one slot in all, the second would have to wait for the first's two seconds. */
  @Test
  void transferThatWaits_leavesItsSlotToOthers() throws Exception {
    try (Site site = Site.open()) {
      site.with("/1", Site.response("503 Busy", "", "Retry-After: 2"), Site.ok("1"))
          .with("/2", Site.ok("2"));
      Runs runs = new Runs(folder);
      runs.atOnce = 1;

      List<Outcome> outcomes = runs.fetch(site.url("/1"), site.url("/2"));

      assertEquals(
          List.of(Result.FETCHED, Result.FETCHED), outcomes.stream().map(Outcome::result).toList());
      List<String> asked =
          site.requests().stream().map(request -> request.split(" ", -1)[1]).toList();
      assertEquals(List.of("/1", "/2", "/1"), asked);
    }
  }

  /** A server may close what it kept open at any time: that is no failure. */
  @Test
  void connection_thatTheServerClosedMeanwhile_isNoTry() throws Exception {
    try (Site site = Site.open()) {
      Runs runs = new Runs(folder);
      runs.atOnce = 1;
      runs.retries = 0;
      String[] urls =
          IntStream.range(0, 20).mapToObj(i -> site.url("/" + i)).toArray(String[]::new);
      for (int i = 0; i < 20; i++) {
        site.with(
            "/" + i,
            out -> {
              Site.text(Site.ok("content")).give(out);
              out.close(); // although it says that it stays
            });
      }

      for (Outcome outcome : runs.fetch(urls)) {
        assertEquals("FETCHED: ", Runs.reason(outcome));
        assertEquals(1, outcome.tries());
      }
    }
  }

  @Test
  void connections_areReused() throws Exception {
    try (Site site = Site.open()) {
      Runs runs = new Runs(folder);
      String[] urls =
          IntStream.range(0, 50).mapToObj(i -> site.url("/" + i)).toArray(String[]::new);
      for (int i = 0; i < 50; i++) {
        site.with("/" + i, Site.ok("content"));
      }

      var unused = runs.fetch(urls);

      assertEquals(50, site.requests().size());
      assertTrue(site.connections() <= 6, site.connections() + " connections");
    }
  }

  @Test
  void hostThatIsNotThere_isAFailureThatSaysSo() throws Exception {
    Outcome outcome = new Runs(folder).fetch("http://nobody.invalid/").getFirst();

    assertEquals(
        "FAILED: no such host 'nobody.invalid', or no name server answers", Runs.reason(outcome));
    assertEquals(1, outcome.tries());
  }

  @Test
  void hostThatSpeaksNoTls_isAFailureThatNamesTheOtherScheme() throws Exception {
    try (RunningWeb plain = RunningWeb.start(HttpLimits.DEFAULT, request -> fail("asked"))) {
      int port = plain.address().getPort();

      Outcome outcome = new Runs(folder).fetch("https://127.0.0.1:" + port + "/").getFirst();

      assertEquals(
          "FAILED: cannot connect to 127.0.0.1:"
              + port
              + ": what answers there does not speak TLS: most likely it is http:// and not https://",
          Runs.reason(outcome));
      assertEquals(1, outcome.tries());
    }
  }
}
