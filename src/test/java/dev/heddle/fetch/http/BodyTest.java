package dev.heddle.fetch.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class BodyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10_000})
  void body_ofKnownLength_endsThere(int most) throws IOException {
    String text = "x".repeat(3 * Response.BUFFER);
    Response response =
        Response.of(
            OK + "Content-Length: " + text.length() + "\r\n\r\n" + text + OK + "\r\n", most);

    Body body = response.body();
    assertTrue(body.endsConnection());
    assertEquals(text, Response.read(body));

    assertEquals(200, response.head().status());
  }

  @ParameterizedTest
  @ValueSource(ints = {Response.BUFFER, 10_000, Integer.MAX_VALUE})
  void body_throughALargerBuffer_endsWhereItEnds(int most) throws IOException {
    String text = large();
    Response response =
        Response.of(
            OK + "Content-Length: " + text.length() + "\r\n\r\n" + text + OK + "\r\n", most);

    Body body = response.body();
    assertTrue(body.wantsRoom());
    body.readThrough(ByteBuffer.allocate(LargeBuffers.SIZE));
    assertFalse(body.wantsRoom());
    assertEquals(text, Response.read(body));

    assertEquals(200, response.head().status());
  }

  @Test
  void chunks_throughALargerBuffer_endWhereTheyEnd() throws IOException {
    String text = large();
    String chunk = Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    Body body = Response.of(CHUNKED + chunk + "1\r\na\r\n" + chunk + "0\r\n\r\n").body();

    ByteBuffer first = body.next();
    String begin = ISO_8859_1.decode(first).toString();
    assertTrue(body.wantsRoom());
    body.readThrough(ByteBuffer.allocate(LargeBuffers.SIZE));

    assertEquals(text + "a" + text, begin + Response.read(body));
    assertFalse(body.endsConnection());
  }

  @Test
  void body_cutOffInALargerBuffer_isTruncated() throws IOException {
    Body body = Response.of(OK + "Content-Length: 900000\r\n\r\n" + large()).body();
    body.readThrough(ByteBuffer.allocate(LargeBuffers.SIZE));

    assertThrows(TruncatedException.class, () -> Response.read(body));
  }

  @Test
  void body_thatComesSlowly_wantsNoRoom() throws IOException {
    Body body = Response.of(OK + "Content-Length: 900000\r\n\r\n" + large(), 100).body();

    for (int i = 0; i < 100; i++) {
      assertTrue(body.next().hasRemaining());
      assertFalse(body.wantsRoom());
    }
  }

  @Test
  void body_ofKnownLength_leavesTheConnectionForAnother() throws IOException {
    Body body = Response.of(OK + "Content-Length: 2\r\n\r\nab").body();

    assertEquals("ab", Response.read(body));

    assertFalse(body.endsConnection());
  }

  @Test
  void body_withMoreBehindIt_endsTheConnection() throws IOException {
    Body body = Response.of(OK + "Content-Length: 2\r\n\r\nabc").body();

    assertEquals("ab", Response.read(body));

    assertTrue(body.endsConnection());
  }

  @Test
  void body_cutOff_isTruncated() throws IOException {
    Body body = Response.of(OK + "Content-Length: 5\r\n\r\nabc").body();

    TruncatedException truncated =
        assertThrows(TruncatedException.class, () -> Response.read(body));

    assertTrue(truncated.toString().contains("2 bytes before the end"), truncated.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 10_000})
  void body_inChunks_isPutTogether(int most) throws IOException {
    String wire =
        "5\r\nhello\r\n1;name=\"value\"\r\n,\r\n0006\n world\n00\r\nTrailer: x\r\nAnother: y\r\n\r\n";
    Response response = Response.of(CHUNKED + wire, most);

    Body body = response.body();

    assertEquals("hello, world", Response.read(body));
    assertFalse(body.endsConnection());
  }

  @Test
  void body_ofAChunkLargerThanTheBuffer_isWhole() throws IOException {
    String text = "0123456789abcdef".repeat(1_000);

    Body body =
        Response.of(CHUNKED + "3e80\r\n" + text + "\r\n3E80\r\n" + text + "\r\n0\r\n\r\n", 700)
            .body();

    assertEquals(text + text, Response.read(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "x\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello!\r\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "1000000000000000\r\n",
        "fffffffffffffffff\r\n",
        "\uFF15\r\nhello\r\n0\r\n\r\n",
      })
  void chunk_thatIsMalformed_isRefused(String wire) throws IOException {
    Body body = Response.of(CHUNKED + wire).body();

    assertThrows(ProtocolException.class, () -> Response.read(body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5\r\n", "5\r\nhel", "5\r\nhello", "5\r\nhello\r\n", "0\r\n"})
  void chunks_cutOff_areTruncated(String wire) throws IOException {
    Body body = Response.of(CHUNKED + wire).body();

    assertThrows(TruncatedException.class, () -> Response.read(body));
  }

  @Test
  void chunkLineAndTrailers_withoutEnd_areRefused() throws IOException {
    Body line = Response.of(CHUNKED + "5;" + "x".repeat(10_000)).body();
    Body trailers = Response.of(CHUNKED + "0\r\n" + "A: b\r\n".repeat(20_000)).body();

    assertThrows(ProtocolException.class, () -> Response.read(line));
    ProtocolException refused =
        assertThrows(ProtocolException.class, () -> Response.read(trailers));
    assertEquals("the trailers of the body are longer than 65536 bytes", refused.getMessage());
  }

  @Test
  void body_withoutLength_goesToTheClose() throws IOException {
    Body body = Response.of("HTTP/1.0 200 OK\r\n\r\nall of it", 4).body();

    assertEquals("all of it", Response.read(body));

    assertTrue(body.endsConnection());
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified"})
  void body_ofAStatusThatHasNone_isEmpty(String status) throws IOException {
    Body body = Response.of("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\n").body();

    assertEquals("", Response.read(body));
    assertFalse(body.endsConnection());
  }

  @Test
  void body_ofAnAnswerToHead_isEmpty() throws IOException {
    Body body = Response.of(OK + "Content-Length: 5\r\n\r\n").bodyOfHead();

    assertEquals("", Response.read(body));
    assertFalse(body.endsConnection());
  }

  @Test
  void lengths_thatAgree_areOne() throws IOException {
    Response response = Response.of(OK + "Content-Length: 2, 2\r\ncontent-length: 2\r\n\r\nab");

    assertEquals("ab", Response.read(response.body()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\r\nContent-Length: 3\r\n",
        "Content-Length: 2, 3\r\n",
        "Content-Length: -2\r\n",
        "Content-Length: +2\r\n",
        "Content-Length: 0x2\r\n",
        "Content-Length: 2 2\r\n",
        "Content-Length:\r\n",
        "Content-Length: 9999999999999999999\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding:\r\n",
      })
  void length_thatIsNotOne_isRefused(String headers) {
    Response response = Response.of(OK + headers + "\r\n2\r\nab\r\n0\r\n\r\n");

    assertThrows(ProtocolException.class, response::body);
  }

  @Test
  void chunks_inHttp10_areRefused() {
    Response response =
        Response.of("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

    assertThrows(ProtocolException.class, response::body);
  }

  @Test
  void chunksBesideALength_areReadAndEndTheConnection() throws IOException {
    Response response =
        Response.of(
            OK + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n2\r\nab\r\n0\r\n\r\n");

    Body body = response.body();

    assertEquals("ab", Response.read(body));
    assertTrue(body.endsConnection());
  }

  /** More than fits in any buffer, and nowhere the same. */
  private static String large() {
    return IntStream.range(0, 100_000).mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }
}
