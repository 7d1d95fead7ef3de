package dev.heddle.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Peer;
import dev.heddle.testing.RunningWeb;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests come to; {@code |} stands for CRLF, {@code ;} for LF and {@code ^} for CR. */
@Timeout(60)
final class RequestsTest {
  private static RunningWeb web;

  @BeforeAll
  static void start() throws IOException {
    web =
        RunningWeb.start(
            HttpLimits.DEFAULT,
            request -> {
              if (request.path().equals("/broken")) {
                throw new IllegalStateException("on purpose");
              }
              return Response.line(Status.OK, request.path() + " " + request.query());
            });
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '\t',
      value = {
        // the first line
        "400\tGET||",
        "400\tGET /||",
        "400\tGET  / HTTP/1.1|Host: localhost||",
        "400\tGET / HTTP/1.1 |Host: localhost||",
        "400\tGET / HTTP/11|Host: localhost||",
        "400\tGET / http/1.1|Host: localhost||",
        "400\t' GET / HTTP/1.1|Host: localhost||'",
        "400\tGET x HTTP/1.1|Host: localhost||",
        "400\tGET * HTTP/1.1|Host: localhost||",
        "400\tGET /#top HTTP/1.1|Host: localhost||",
        "400\tG(T / HTTP/1.1|Host: localhost||",
        "505\tGET / HTTP/2.0|Host: localhost||",
        "505\tPRI * HTTP/2.0||",
        "405\tPOST / HTTP/1.1|Host: localhost|Content-Length: 3||x=1",
        "405\tOPTIONS * HTTP/1.1|Host: localhost||",
        "405\tCONNECT localhost:80 HTTP/1.1|Host: localhost||",
        "405\tget / HTTP/1.1|Host: localhost||",
        // lines
        "400\tGET / HTTP/1.1;Host: localhost;;",
        "400\tGET / HTTP/1.1|Host: localhost;|",
        "400\tGET / HTTP/1.1^Host: localhost||",
        "400\tGET / HTTP/1.1|Host: localhost|X: a^b||",
        "400\tGET / HTTP/1.1|Host: localhost|X: a| folded||",
        "400\tGET / HTTP/1.1| Host: localhost||",
        "400\tGET / HTTP/1.1|Host : localhost||",
        "400\tGET / HTTP/1.1|Host: localhost|: no name||",
        "400\tGET / HTTP/1.1|Host: localhost|no colon||",
        "400\tGET / HTTP/1.1|Host: localhost|X: \u0000||",
        "400\tGET /\u0001 HTTP/1.1|Host: localhost||",
        // the host
        "400\tGET / HTTP/1.1||",
        "400\tGET / HTTP/1.1|Host: localhost|Host: localhost||",
        "400\tGET / HTTP/1.1|Host:||",
        "400\tGET / HTTP/1.1|Host: localhost:x||",
        "400\tGET / HTTP/1.1|Host: a,b@c:d||",
        "421\tGET / HTTP/1.1|Host: evil.example||",
        "421\tGET / HTTP/1.1|Host: evil.example:8080||",
        "421\tGET / HTTP/1.1|Host: localhost.evil.example||",
        "421\tGET / HTTP/1.1|Host: 10.0.0.1||",
        "421\tGET / HTTP/1.1|Host: 2130706433||",
        "421\tGET / HTTP/1.1|Host: [fe80::1]||",
        "421\tGET http://evil.example/ HTTP/1.1|Host: localhost||",
        // content
        "413\tGET / HTTP/1.1|Host: localhost|Content-Length: 1||x",
        "413\tGET / HTTP/1.1|Host: localhost|Transfer-Encoding: chunked||0||",
        "400\tGET / HTTP/1.1|Host: localhost|Content-Length: 0|Content-Length: 0||",
        "400\tGET / HTTP/1.1|Host: localhost|Content-Length: +1||",
        "400\tGET / HTTP/1.1|Host: localhost|Content-Length: 1, 1||x",
        "400\tGET / HTTP/1.1|Host: localhost|Content-Length: 1|Transfer-Encoding: chunked||",
      })
  void bad_isRefusedAndClosed(int status, String request) throws IOException {
    String response = web.ask(wire(request));

    assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
    assertTrue(response.contains("\r\nConnection: close\r\n"), response);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a?b HTTP/1.1|Host: localhost||",
        "GET /a?b HTTP/1.1|host:localhost||",
        "GET /a?b HTTP/1.1|Host: \t LOCALHOST:1234 \t||",
        "GET /a?b HTTP/1.1|Host: 127.0.0.1:8080||",
        "GET /a?b HTTP/1.1|Host: 127.8.8.8||",
        "GET /a?b HTTP/1.1|Host: [::1]:8080||",
        "GET /a?b HTTP/1.1|Host: weaver.example||",
        "||GET /a?b HTTP/1.1|Host: localhost||",
        "GET http://localhost/a?b HTTP/1.1|Host: localhost||",
        "GET /a?b HTTP/1.1|Host: localhost|Content-Length: 0||",
        "GET /a?b HTTP/1.1|Host: localhost|X:||",
        "GET /a?b HTTP/1.9|Host: localhost||",
        "GET /a?b HTTP/1.0||",
        "GET /a?b HTTP/1.0|Connection: keep-alive||",
      })
  void good_isAnswered(String request) throws IOException {
    try (Peer peer = web.send(wire(request)).sendFin()) {
      String response = peer.readToFin();

      assertTrue(response.startsWith("HTTP/1.1 200 OK\r\n"), response);
      assertTrue(response.endsWith("\r\n\r\n/a b\n"), response);
    }
  }

  /** RFC 9110, section 9.3.2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '\t',
      value = {
        "421\tHEAD / HTTP/1.1|Host: evil.example||",
        "413\tHEAD / HTTP/1.1|Host: localhost|Content-Length: 1||",
        "505\tHEAD / HTTP/2.0|Host: localhost||",
      })
  void head_refused_getsNoContent(int status, String request) throws IOException {
    String response = web.ask(wire(request));

    assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
    assertTrue(response.endsWith("\r\n\r\n"), response);
  }

  @Test
  void post_isToldWhatIsAllowed() throws IOException {
    String response = web.ask(wire("POST / HTTP/1.1|Host: localhost||"));

    assertTrue(response.contains("\r\nAllow: GET, HEAD\r\n"), response);
  }

  @Test
  void head_getsTheHeadersOfGetAlone() throws IOException {
    String get = web.get("/a?b");
    String head = web.ask(wire("HEAD /a?b HTTP/1.1|Host: localhost|Connection: close||"));

    assertTrue(head.endsWith("\r\n\r\n"), head);
    assertEquals(withoutDate(get), withoutDate(head) + "/a b\n");
    assertTrue(head.contains("\r\nContent-Length: 5\r\n"), head);
  }

  @Test
  void pipelined_areAnsweredInOrder() throws IOException {
    String one = "GET /%d HTTP/1.1|Host: localhost|%s|";

    String responses =
        web.ask(
            wire(
                one.formatted(1, "")
                    + one.formatted(2, "")
                    + one.formatted(3, "X: y|Connection: close|")));

    assertEquals(3, responses.split("HTTP/1.1 200 OK", -1).length - 1, responses);
    assertTrue(responses.indexOf("/1 \n") < responses.indexOf("/2 \n"), responses);
    assertTrue(responses.endsWith("/3 \n"), responses);
  }

  @Test
  void bytewise_isAnswered() throws IOException {
    try (Peer peer = Peer.silent(web.address())) {
      peer.sendBytewise(wire("GET /a HTTP/1.1|Host: localhost|Connection: close||"));

      assertTrue(peer.readToFin().endsWith("/a \n"));
    }
  }

  @Test
  void keptConnection_isUsedAgain() throws IOException {
    try (Peer peer = Peer.silent(web.address())) {
      for (int i = 0; i < 3; i++) {
        peer.send(wire("GET / HTTP/1.1|Host: localhost||"));
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
          head += peer.readLine();
        }

        assertTrue(head.contains("\r\nConnection: keep-alive\r\n"), head);
        assertEquals("/ \n", peer.readLine());
      }
    }
  }

  @Test
  void longTarget_isTooLong() throws IOException {
    String response = web.ask("GET /" + "x".repeat(9_000));

    assertTrue(response.startsWith("HTTP/1.1 414 "), response);
  }

  @Test
  void manyHeaders_areTooLarge() throws IOException {
    String response = web.ask("GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(2_000));

    assertTrue(response.startsWith("HTTP/1.1 431 "), response);
  }

  @Test
  void failure_isAnError() throws IOException {
    String response = web.get("/broken");

    assertTrue(response.startsWith("HTTP/1.1 500 "), response);
    assertFalse(response.contains("on purpose"), response);
  }

  @Test
  void everyResponse_isProtected() throws IOException {
    String response = web.get("/");

    for (String header :
        new String[] {
          "Cache-Control: no-store",
          "X-Content-Type-Options: nosniff",
          "X-Frame-Options: DENY",
          "Referrer-Policy: no-referrer",
          "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
        }) {
      assertTrue(response.contains("\r\n" + header + "\r\n"), response);
    }
  }

  private static String wire(String text) {
    return text.replace("|", "\r\n").replace(';', '\n').replace('^', '\r');
  }

  private static String withoutDate(String response) {
    return response.replaceFirst("\r\nDate: [^\r]*", "");
  }
}
