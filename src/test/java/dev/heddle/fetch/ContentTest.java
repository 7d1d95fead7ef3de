package dev.heddle.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fetch.Outcome.Result;
import dev.heddle.fetch.http.Header;
import dev.heddle.testing.Site;
import dev.heddle.testing.Site.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One gzip is decoded, and no more than that, and never to more than is allowed. */
@Timeout(60)
class ContentTest {
  private static final String TEXT = "to be compressed ".repeat(1_000);

  @TempDir Path folder;

  @Test
  void gzip_isAskedForAndDecoded() throws Exception {
    Outcome outcome = fetch("/a.txt", encoded("gzip", gzip(TEXT)));

    assertEquals(TEXT, Runs.content(outcome));
    assertEquals(TEXT.length(), outcome.bytes());
  }

  @Test
  void gzip_ofSeveralMembers_isDecodedWhole() throws Exception {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(gzip("one "));
    both.write(gzip("two"));

    assertEquals("one two", Runs.content(fetch("/", encoded("x-gzip", both.toByteArray()))));
  }

  @Test
  void gzip_withRubbishBehindIt_isDecodedToItsEnd() throws Exception {
    byte[] bytes = gzip("content");
    byte[] more = Arrays.copyOf(bytes, bytes.length + 100);

    assertEquals("content", Runs.content(fetch("/", encoded("gzip", more))));
  }

  @Test
  void gzip_ofNothingAtAll_isEmpty() throws Exception {
    assertEquals("", Runs.content(fetch("/", encoded("gzip", new byte[0]))));
  }

  /** 200 MB of zeros in 200 KB. */
  @Test
  void gzipBomb_isCutOffAtTheLimitAndNothingIsLeft() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        gzip.write(zeros);
      }
    }
    Runs runs = new Runs(folder);
    runs.maxSize = 1 << 20;
    try (Site site = Site.open()) {
      site.with("/", encoded("gzip", bomb.toByteArray()));

      Outcome outcome = runs.fetch(site.url("/")).getFirst();

      String told = Runs.reason(outcome);
      assertTrue(told.startsWith("FAILED: larger than 1048576 bytes"), told);
      assertTrue(outcome.bytes() <= 1 << 20);
      assertEquals(List.of(), runs.files());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, gzip", "deflate", "br", "gzip, br", "\u00e9vil"})
  void encoding_otherThanOneGzip_isRefused(String encoding) throws Exception {
    String told = Runs.reason(fetch("/", encoded(encoding, gzip(gzip(TEXT)))));

    assertTrue(told.contains("is not decoded, only one gzip"), told);
    assertTrue(told.chars().allMatch(each -> each < 0x7F), told);
  }

  @Test
  void gzip_thatIsDamaged_failsAndLeavesNothing() throws Exception {
    byte[] damaged = gzip(TEXT);
    damaged[damaged.length / 2] ^= 0x55;

    assertDamaged(damaged);
    assertDamaged("no gzip at all".getBytes(ISO_8859_1));
    assertDamaged(Arrays.copyOf(gzip(TEXT), 20));
    byte[] whole = gzip(TEXT);
    assertDamaged(Arrays.copyOf(whole, whole.length - 5));
  }

  private void assertDamaged(byte[] bytes) throws Exception {
    Outcome outcome = fetch("/", encoded("gzip", bytes));

    String told = Runs.reason(outcome);
    assertTrue(told.startsWith("FAILED: the gzip encoding of the body is damaged: "), told);
    assertFalse(told.endsWith("null"), told);
    assertEquals(1, outcome.tries());
    assertEquals(List.of(), new Runs(folder).files());
  }

  /** Servers say of such files that they are encoded, and mean that they are what they are. */
  @ParameterizedTest
  @ValueSource(strings = {"/a.gz", "/a.tar.gz", "/a.tgz"})
  void fileThatIsGzipItself_staysAsItIs(String path) throws Exception {
    byte[] bytes = gzip(TEXT);

    Outcome outcome = fetch(path, encoded("gzip", bytes));

    assertArrayEquals(bytes, Files.readAllBytes(outcome.file().orElseThrow()));
  }

  @Test
  void encodingThatTheCallerAsksFor_staysAsItIs() throws Exception {
    byte[] bytes = gzip(TEXT);
    Runs runs = new Runs(folder);
    runs.headers = List.of(new Header("accept-encoding", "gzip"));
    try (Site site = Site.open()) {
      site.with("/", encoded("gzip", bytes));

      Outcome outcome = runs.fetch(site.url("/")).getFirst();

      assertArrayEquals(bytes, Files.readAllBytes(outcome.file().orElseThrow()));
    }
  }

  @Test
  void head_isTheContentWhereThatIsAskedFor() throws Exception {
    Runs runs = new Runs(folder);
    runs.headOnly = true;
    try (Site site = Site.open()) {
      String head = "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\nContent-Encoding: br\r\n\r\n";
      site.with("/", head);

      List<Outcome> outcomes = runs.fetch(site.url("/"), site.url("/"));

      assertEquals(head, Runs.content(outcomes.getFirst()));
      assertEquals(Result.FETCHED, outcomes.get(1).result());
      assertTrue(site.requests().getFirst().startsWith("HEAD / HTTP/1.1\n"));
    }
  }

  private Outcome fetch(String path, Answer answer) throws Exception {
    try (Site site = Site.open()) {
      site.with(path, answer);
      return new Runs(folder).fetch(site.url(path)).getFirst();
    }
  }

  private static Answer encoded(String encoding, byte[] body) {
    return out -> {
      String head =
          "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(encoding, body.length);
      out.write(head.getBytes(ISO_8859_1));
      out.write(body);
    };
  }

  private static byte[] gzip(String text) throws IOException {
    return gzip(text.getBytes(ISO_8859_1));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(encoded)) {
      gzip.write(bytes);
    }
    return encoded.toByteArray();
  }
}
