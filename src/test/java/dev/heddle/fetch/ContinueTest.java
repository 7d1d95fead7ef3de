package dev.heddle.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fetch.http.Header;
import dev.heddle.testing.Site;
import dev.heddle.testing.Site.Answer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has come of a file is kept, if that is wanted, and continued if it is still the same. */
@Timeout(60)
class ContinueTest {
  private static final String TAG = "ETag: \"1\"";

  @TempDir Path folder;

  @Test
  void part_isKeptAndContinued() throws Exception {
    try (Site site = Site.open()) {
      keep(site, TAG);
      site.with("/a", Site.response("206 Part", "ent", "Content-Range: bytes 4-6/7", TAG));

      Outcome outcome = runs().fetch(site.url("/a")).getFirst();

      assertEquals("content", Runs.content(outcome));
      assertEquals(7, outcome.bytes());
      assertEquals(4, outcome.earlier());
      assertEquals(List.of("127.0.0.1+" + site.port() + "/a"), runs().files());
      String asked = site.requests().getLast();
      assertTrue(asked.contains("Range: bytes=4-\nIf-Range: \"1\"\n"), asked);
      assertTrue(asked.contains("Accept-Encoding: identity\n"), asked);
    }
  }

  /** Some servers make it of a name: in UTF-8, or with a tab. */
  @ParameterizedTest
  @ValueSource(strings = {"\"Gr\u00c3\u009fe\"", "\"a\tb\"", "\"\u0001\""})
  void tag_withControlCharacters_isNone(String tag) throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", Site.ok("content", "ETag: " + tag));

      assertEquals("content", Runs.content(runs().fetch(site.url("/a")).getFirst()));
    }
  }

  @Test
  void part_isContinuedByTheNextTryOfTheSameRun() throws Exception {
    try (Site site = Site.open()) {
      site.with(
          "/a",
          cutOff(TAG),
          Site.text(Site.response("206 Part", "ent", "Content-Range: bytes 4-6/7")));

      Outcome outcome = runs().fetch(site.url("/a")).getFirst();

      assertEquals("content", Runs.content(outcome));
      assertEquals(0, outcome.earlier());
    }
  }

  @Test
  void part_ofWhatHasChanged_isBegunAnew() throws Exception {
    try (Site site = Site.open()) {
      keep(site, TAG);
      site.with("/a", Site.ok("changed", "ETag: \"2\""));

      Outcome outcome = runs().fetch(site.url("/a")).getFirst();

      assertEquals("changed", Runs.content(outcome));
      assertEquals(0, outcome.earlier());
    }
  }

  @Test
  void part_thatWasWhole_isTaken() throws Exception {
    try (Site site = Site.open()) {
      keep(site, TAG);
      site.with("/a", Site.response("416 Beyond", "", "Content-Range: bytes */4"));

      assertEquals("cont", Runs.content(runs().fetch(site.url("/a")).getFirst()));
    }
  }

  @Test
  void part_thatIsLongerThanTheWhole_isBegunAnew() throws Exception {
    try (Site site = Site.open()) {
      keep(site, TAG);
      site.with("/a", Site.response("416 Beyond", "", "Content-Range: bytes */3"), Site.ok("new"));

      Outcome outcome = runs().fetch(site.url("/a")).getFirst();

      assertEquals("new", Runs.content(outcome));
      assertFalse(site.requests().getLast().contains("Range"), site.requests().getLast());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes 3-6/7", "bytes 5-6/7", "items 4-6/7", ""})
  void part_thatTheServerContinuesElsewhere_isNotSpoilt(String range) throws Exception {
    try (Site site = Site.open()) {
      keep(site, TAG);
      site.with("/a", Site.response("206 Part", "xxx", "Content-Range: " + range));
      Runs runs = runs();

      Outcome outcome = runs.fetch(site.url("/a")).getFirst();

      assertEquals(
          "FAILED: the server sends another part than the one from byte 4 that was asked for;"
              + " without --continue all of it is",
          Runs.reason(outcome));
      assertEquals(1, outcome.tries());
      site.with("/a", Site.response("206 Part", "ent", "Content-Range: bytes 4-6/7"));
      assertEquals("content", Runs.content(runs.fetch(site.url("/a")).getFirst()));
    }
  }

  /** A weak tag, or a date of the very second, may be of two contents. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Nothing: 1",
        "ETag: W/\"1\"",
        "Last-Modified: Tue, 24 Nov 2026 08:00:00 GMT",
        "Last-Modified: Tue, 24 Nov 2026 08:00:00 GMT\r\nDate: Tue, 24 Nov 2026 08:00:00 GMT",
        "Last-Modified: yesterday\r\nDate: Tue, 24 Nov 2026 08:00:00 GMT"
      })
  void part_thatCannotBeToldFromALaterOne_isNotKept(String header) throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", cutOff(header));
      Runs runs = runs();
      runs.retries = 0;

      var unused = runs.fetch(site.url("/a"));

      assertEquals(List.of(), runs.files());
    }
  }

  @Test
  void lastModified_ofLongAgo_tellsAPart() throws Exception {
    try (Site site = Site.open()) {
      String modified = "Tue, 24 Nov 2026 08:00:00 GMT";
      keep(site, "Last-Modified: " + modified + "\r\nDate: Tue, 24 Nov 2026 08:00:09 GMT");
      site.with("/a", Site.response("206 Part", "ent", "Content-Range: bytes 4-6/7"));

      assertEquals("content", Runs.content(runs().fetch(site.url("/a")).getFirst()));
      assertTrue(site.requests().getLast().contains("If-Range: " + modified));
    }
  }

  @Test
  void part_withoutContinue_isNeitherKeptNorUsed() throws Exception {
    try (Site site = Site.open()) {
      keep(site, TAG);
      site.with("/a", Site.ok("content"));

      assertEquals("content", Runs.content(new Runs(folder).fetch(site.url("/a")).getFirst()));
      assertFalse(site.requests().getLast().contains("Range"), site.requests().getLast());
    }
  }

  /** One that is not asked for the rest is asked for all: its part would be of no use. */
  @Test
  void part_whoseServerHasNoRanges_isNotKept() throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", cutOff(TAG + "\r\nAccept-Ranges: none"));
      Runs runs = runs();
      runs.retries = 0;
      var unused = runs.fetch(site.url("/a"));
      assertEquals(List.of(), runs.files());
    }
  }

  /** Both have the same name, each in a run of its own. */
  @Test
  void part_ofAnotherUrl_isNotContinued() throws Exception {
    try (Site site = Site.open()) {
      site.with("/", cutOff(TAG)).with("/index.html", Site.ok("content"));
      Runs runs = runs();
      runs.retries = 0;
      var unused = runs.fetch(site.url("/"));
      assertEquals(2, runs.files().size());
      assertEquals("content", Runs.content(runs.fetch(site.url("/index.html")).getFirst()));
      assertFalse(site.requests().getLast().contains("Range"), site.requests().getLast());
    }
  }

  /** A server may send less than was asked for: the file is whole when all of it has come. */
  @Test
  void part_thatTheServerContinuesInPieces_isWholeInTheEnd() throws Exception {
    try (Site site = Site.open()) {
      keep(site, TAG);
      site.with(
          "/a",
          Site.response("206 Part", "e", "Content-Range: bytes 4-4/7"),
          Site.response("206 Part", "nt", "Content-Range: bytes 5-6/7"));
      Runs runs = runs();
      runs.retries = 0;
      Outcome outcome = runs.fetch(site.url("/a")).getFirst();
      assertEquals("FAILED: 5 bytes have come of 7", Runs.reason(outcome));
      assertEquals("content", Runs.content(runs.fetch(site.url("/a")).getFirst()));
    }
  }

  @Test
  void part_thatTheServerContinuesBeyondItsEnd_isBegunAnew() throws Exception {
    try (Site site = Site.open()) {
      keep(site, TAG);
      site.with(
          "/a",
          Site.response("206 Part", "ents", "Content-Range: bytes 4-6/7"),
          Site.ok("content"));
      assertEquals("content", Runs.content(runs().fetch(site.url("/a")).getFirst()));
      assertFalse(site.requests().getLast().contains("Range"), site.requests().getLast());
    }
  }

  /** Some servers do not know If-Range. */
  @Test
  void part_thatTheServerContinuesWithSomethingElse_isBegunAnew() throws Exception {
    try (Site site = Site.open()) {
      keep(site, TAG);
      site.with(
          "/a",
          Site.response("206 Part", "ged", "Content-Range: bytes 4-6/7", "ETag: \"2\""),
          Site.ok("changed"));
      assertEquals("changed", Runs.content(runs().fetch(site.url("/a")).getFirst()));
    }
  }

  /** What the caller asks for is a part by itself, and not of the whole. */
  @Test
  void rangeOfTheCallers_isNotKept() throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", cutOff(TAG));
      Runs runs = runs();
      runs.retries = 0;
      runs.headers = List.of(new Header("Range", "bytes=1-7"));
      var unused = runs.fetch(site.url("/a"));
      assertEquals(List.of(), runs.files());
    }
  }

  @Test
  void gzip_thatIsCutOff_isNotKept() throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream encoder = new GZIPOutputStream(gzip)) {
      byte[] noise = new byte[9_000];
      new Random(1).nextBytes(noise);
      encoder.write(noise);
    }
    try (Site site = Site.open()) {
      site.with(
          "/a",
          out -> {
            String head =
                "HTTP/1.1 200 OK\r\n%s\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                    .formatted(TAG, gzip.size());
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            out.write(gzip.toByteArray(), 0, gzip.size() - 20);
            throw new InterruptedException("the end of the connection");
          });
      Runs runs = runs();
      Outcome outcome = runs.fetch(site.url("/a")).getFirst();
      String told = Runs.reason(outcome);
      assertTrue(told.startsWith("FAILED: the connection was lost: "), told);
      assertEquals(3, outcome.tries());
      assertEquals(List.of(), runs.files());
    }
  }

  /** Leaves four bytes of seven. */
  private void keep(Site site, String header) throws Exception {
    site.with("/a", cutOff(header));
    Runs runs = runs();
    runs.retries = 0;
    var unused = runs.fetch(site.url("/a"));
    String name = "127.0.0.1+" + site.port() + "/a.part";
    assertEquals(List.of(name, name + ".meta"), runs.files());
  }

  private static Answer cutOff(String header) {
    return out -> {
      String begin = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n" + header + "\r\n\r\ncont";
      out.write(begin.getBytes(StandardCharsets.ISO_8859_1));
      throw new InterruptedException("the end of the connection");
    };
  }

  private Runs runs() {
    Runs runs = new Runs(folder);
    runs.resumes = true;
    return runs;
  }
}
