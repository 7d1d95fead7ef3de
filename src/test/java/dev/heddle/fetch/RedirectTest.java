package dev.heddle.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fetch.Outcome.Result;
import dev.heddle.fetch.http.Header;
import dev.heddle.fetch.http.Limit;
import dev.heddle.fetch.http.Tls;
import dev.heddle.testing.Site;
import dev.heddle.testing.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects lead is the server's choice: what is followed, and what is told on the way. */
@Timeout(60)
class RedirectTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"301", "302", "303", "307", "308"})
  void redirect_toAnotherPath_isFollowedAndNamedAfterTheFirst(String status) throws Exception {
    try (Site site = Site.open()) {
      site.with("/a/b", Site.response(status + " There", "", "Location: ../c?d"))
          .with("/c?d", Site.ok("content", "Content-Disposition: attachment; filename=evil"));
      Runs runs = new Runs(folder);

      Outcome outcome = runs.fetch(site.url("/a/b")).getFirst();

      assertEquals(Result.FETCHED, outcome.result());
      assertEquals("content", Runs.content(outcome));
      assertEquals(List.of("127.0.0.1+" + site.port() + "/a/b"), runs.files());
      assertEquals(site.url("/c?d"), outcome.url().orElseThrow());
    }
  }

  @Test
  void redirect_toItself_endsAfterTheAllowedNumber() throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.redirect("/"));

      Outcome outcome = new Runs(folder).fetch(site.url("/")).getFirst();

      assertEquals(
          "FAILED: more than 5 redirects; the next would lead to " + site.url("/"),
          Runs.reason(outcome));
      assertEquals(302, outcome.status());
      assertEquals(6, site.requests().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file:///etc/passwd|the scheme 'file' is not fetched",
        "gopher://127.0.0.1/|the scheme 'gopher' is not fetched",
        "http://user:secret@127.0.0.1/|a user name or password in a URL is not sent",
        "http://[fe80::1%25eth0]/|is not an IPv6 address",
        "http://0177.0.0.1/|is not written as four numbers",
        "//|a URL without a host"
      })
  void redirect_toWhatIsNotFetched_fails(String location, String reason) throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.redirect(location));
      Runs runs = new Runs(folder);

      String told = Runs.reason(runs.fetch(site.url("/")).getFirst());

      assertTrue(told.startsWith("FAILED: a redirect that is not followed: "), told);
      assertTrue(told.contains(reason), told);
      assertEquals(List.of(), runs.files());
    }
  }

  /** As browsers have it: else the bytes of a letter would be two, or control characters. */
  @Test
  void redirect_inRawUtf8_isFollowed() throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.redirect(new String("/\u00c0".getBytes(UTF_8), ISO_8859_1)))
          .with("/%C3%80", Site.redirect("/\u00e9"))
          .with("/%C3%A9", Site.ok("content"));

      Outcome outcome = new Runs(folder).fetch(site.url("/")).getFirst();

      assertEquals("FETCHED: ", Runs.reason(outcome));
    }
  }

  @Test
  void redirect_whoseBodyHasNoEnd_isFollowedAtOnce() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Site site = Site.open()) {
      site.with(
          "/",
          out -> {
            out.write("HTTP/1.1 302 Found\r\nLocation: /a\r\n\r\nmoved".getBytes(ISO_8859_1));
            end.await();
          });
      site.with("/a", Site.ok("content"));

      Runs runs = new Runs(folder).limit(Limit.IDLE, Duration.ofMinutes(5));
      assertEquals("content", Runs.content(runs.fetch(site.url("/")).getFirst()));
    } finally {
      end.countDown();
    }
  }

  @Test
  void redirect_withoutLocation_fails() throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.response("301 Moved", ""));

      Outcome outcome = new Runs(folder).fetch(site.url("/")).getFirst();

      assertEquals("FAILED: a redirect (301) to nowhere", Runs.reason(outcome));
    }
  }

  /** Linux takes a link-local address for reachable, and cloud machines find secrets there. */
  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]"})
  void redirect_toLinkLocal_isNotFollowed(String host) throws Exception {
    try (Site site = Site.open()) {
      site.with("/", Site.redirect("http://" + host + "/latest/meta-data/"));

      Outcome outcome = new Runs(folder).fetch(site.url("/")).getFirst();

      String told = Runs.reason(outcome);
      assertTrue(told.contains("it leads to a network"), told);
      assertEquals(1, outcome.tries());
    }
  }

  @Test
  void redirect_fromHttpsToHttp_isNotFollowed() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    try (Site plain = Site.open();
        Site secure = Site.on(authority.listen())) {
      plain.with("/", Site.ok("in the open"));
      secure.with("/", Site.redirect(plain.url("/")));
      Runs runs = new Runs(folder.resolve("out"));
      runs.tls = Tls.trusting(authority.pem());

      Outcome outcome = runs.fetch("https://localhost:" + secure.port() + "/").getFirst();

      assertEquals(
          "FAILED: a redirect from https to " + plain.url("/") + " is not followed",
          Runs.reason(outcome));
      assertEquals(List.of(), plain.requests());
    }
  }

  @Test
  void redirect_fromHttpToHttps_isFollowed() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    try (Site plain = Site.open();
        Site secure = Site.on(authority.listen())) {
      secure.with("/", Site.ok("content"));
      plain.with("/", Site.redirect("https://127.0.0.1:" + secure.port() + "/"));
      Runs runs = new Runs(folder.resolve("out"));
      runs.tls = Tls.trusting(authority.pem());
      runs.headers = List.of(new Header("Authorization", "Bearer secret"));

      assertEquals("content", Runs.content(runs.fetch(plain.url("/")).getFirst()));
      assertFalse(secure.requests().getFirst().contains("secret"));
    }
  }

  /** As from a server that is about to stop. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void handshake_thatIsCutOff_isTriedAgain(boolean byReset) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> leave(listener, byReset));

      Outcome outcome =
          new Runs(folder).fetch("https://127.0.0.1:" + listener.getLocalPort() + "/").getFirst();

      assertEquals(3, outcome.tries(), outcome.toString());
    }
  }

  /** Takes connections and closes them amid the handshake. */
  private static void leave(ServerSocket listener, boolean byReset) {
    try {
      while (true) {
        try (Socket socket = listener.accept()) {
          var unused = socket.getInputStream().read(new byte[65_536]);
          if (byReset) {
            socket.setSoLinger(true, 0);
          }
        }
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  @Test
  void certificate_thatNobodyVouchesFor_isRefusedAndNothingAsked() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    try (Site secure = Site.on(authority.listen())) {
      Outcome outcome =
          new Runs(folder.resolve("out"))
              .fetch("https://localhost:" + secure.port() + "/")
              .getFirst();

      String told = Runs.reason(outcome);
      assertTrue(told.contains("nobody who is trusted vouches for the certificate"), told);
      assertTrue(told.contains("--cacert"), told);
      assertEquals(1, outcome.tries());
      assertEquals(List.of(), secure.requests());
    }
  }

  @Test
  void redirect_toAnotherPort_isNotToldOfTheCallersSecrets() throws Exception {
    try (Site site = Site.open();
        Site other = Site.open()) {
      site.with("/", Site.redirect(other.url("/")));
      other.with("/", Site.ok("content"));
      Runs runs = new Runs(folder);
      runs.headers =
          List.of(
              new Header("Authorization", "Bearer secret"),
              new Header("Cookie", "secret"),
              new Header("X-Api-Key", "secret"),
              new Header("Accept-Language", "eo"));

      assertEquals(Result.FETCHED, runs.fetch(site.url("/")).getFirst().result());

      assertTrue(site.requests().getFirst().contains("X-Api-Key: secret"));
      String told = other.requests().getFirst();
      assertFalse(told.contains("secret"), told);
      assertTrue(told.contains("Accept-Language: eo"), told);
    }
  }

  /** The slot of the first host is free meanwhile: with one a host, it would wait for itself. */
  @Test
  void redirect_toAnotherHost_takesItsSlotThere() throws Exception {
    try (Site site = Site.open();
        Site other = Site.open()) {
      site.with("/1", Site.redirect(other.url("/1"))).with("/2", Site.ok("2"));
      other.with("/1", Site.redirect(site.url("/2"))).with("/2", Site.ok("2"));
      Runs runs = new Runs(folder);
      runs.perHost = 1;
      runs.atOnce = 1;

      List<Outcome> outcomes = runs.fetch(site.url("/1"), other.url("/2"));

      assertEquals(
          List.of(Result.FETCHED, Result.FETCHED), outcomes.stream().map(Outcome::result).toList());
    }
  }

  @Test
  void redirect_whereNobodyListens_isTriedAgainFromTheStart() throws Exception {
    int closed;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      closed = gone.getLocalPort();
    }
    try (Site site = Site.open()) {
      site.with("/", Site.redirect("http://127.0.0.1:" + closed + "/"));
      Runs runs = new Runs(folder);
      runs.retries = 1;

      Outcome outcome = runs.fetch(site.url("/")).getFirst();

      String told = Runs.reason(outcome);
      assertTrue(told.contains("cannot connect to 127.0.0.1:" + closed), told);
      assertEquals(2, outcome.tries());
    }
  }
}
