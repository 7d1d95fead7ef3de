package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class HeadParserTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1_000})
  void head_inPiecesOfAnySize_isReadWhole(int most) throws IOException {
    String text = "HTTP/1.1 200 All right\r\nA: one\r\nb:\t two \t\r\nEmpty:\r\n\r\n";

    ResponseHead head = Response.of(text + "body", most).head();

    assertEquals(200, head.status());
    assertEquals(1, head.minorVersion());
    assertEquals(
        List.of(new Header("A", "one"), new Header("b", "two"), new Header("Empty", "")),
        head.headers());
    assertEquals(text, head.text());
  }

  @Test
  void head_withBareNewlines_isRead() throws IOException {
    ResponseHead head = Response.of("HTTP/1.0 404 Not Found\nA: b\n\n").head();

    assertEquals(404, head.status());
    assertEquals(0, head.minorVersion());
    assertEquals(List.of(new Header("A", "b")), head.headers());
  }

  @Test
  void head_withoutReason_isRead() throws IOException {
    assertEquals(204, Response.of("HTTP/1.1 204\r\n\r\n").head().status());
  }

  @Test
  void heads_oneAfterTheOther_areToldApart() throws IOException {
    Response response = Response.of("HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n", 5);

    assertEquals(100, response.head().status());
    assertEquals(200, response.head().status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "hello",
        "hello body\n",
        "\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.2 200 OK\r\n\r\n",
        "http/1.1 200 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 -20 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\rContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: \0\r\n\r\n",
      })
  void head_thatIsMalformed_isRefused(String text) {
    ProtocolException refused =
        assertThrows(ProtocolException.class, () -> Response.of(text).head());

    assertTrue(refused.toString().matches("[ -~]+"), refused.toString());
  }

  @Test
  void head_longerThanTheBuffer_isRefused() {
    String text = "HTTP/1.1 200 OK\r\nA: " + "x".repeat(Response.BUFFER) + "\r\n\r\n";

    assertThrows(ProtocolException.class, () -> Response.of(text, 100).head());
  }

  @Test
  void head_thatIsNoHttp_isNamedByItsBegin() {
    for (String text : List.of("hello body\n", "\r\nHTTP/1.1 200 OK\r\n\r\n")) {
      ProtocolException refused =
          assertThrows(ProtocolException.class, () -> Response.of(text).head());

      assertTrue(
          String.valueOf(refused.getMessage()).startsWith("not HTTP/1: "), refused::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HT", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n"})
  void head_cutOff_isTruncated(String text) {
    assertThrows(TruncatedException.class, () -> Response.of(text).head());
  }

  @Test
  void keepAlive_byVersionAndHeader_isTold() throws IOException {
    assertTrue(Response.of("HTTP/1.1 200 OK\r\n\r\n").head().keepsAlive());
    assertFalse(Response.of("HTTP/1.1 200 OK\r\nConnection: x, Close\r\n\r\n").head().keepsAlive());
    assertFalse(Response.of("HTTP/1.0 200 OK\r\n\r\n").head().keepsAlive());
    assertTrue(
        Response.of("HTTP/1.0 200 OK\r\nconnection: Keep-Alive\r\n\r\n").head().keepsAlive());
  }
}
