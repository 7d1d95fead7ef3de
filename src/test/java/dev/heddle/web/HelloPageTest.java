package dev.heddle.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.web.http.Request;
import dev.heddle.web.http.Response;
import dev.heddle.web.http.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class HelloPageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          name=Michael                    | Michael
          name=Micha%C3%ABl               | Michaël
          name=Jan+van%20Eyck             | Jan van Eyck
          name=a%2Bb                      | a+b
          other=x&name=Sarah&name=Tracy   | Sarah
          n%61me=Tracy                    | Tracy
          ""                              | World
          name                            | World
          name=+                          | World
          name=100%                       | 100%
          name=%zz%4                      | %zz%4
          name=%c3%28%ff                  | \uFFFD(\uFFFD
          name=%00%1B[2J%0D               | \\x00\\x1b[2J\\x0d
          name=<script>alert(1)</script>  | &lt;script&gt;alert(1)&lt;/script&gt;
          name=%22%27%26                  | &quot;&#39;&amp;
          name=%E2%80%AEkcab              | \u202Ekcab
          """)
  void name_isGreetedAsText(String query, String shown) {
    Response.Whole response = ask(query);

    String page = new String(response.content(), UTF_8);
    assertEquals(Status.OK, response.status());
    assertEquals("text/html; charset=utf-8", response.type());
    assertTrue(page.contains("<title>Hello, " + shown + "!</title>"), page);
    assertTrue(page.contains("<h1>Hello, <bdi>" + shown + "</bdi>!</h1>"), page);
    assertFalse(page.contains("<script"), page);
  }

  @Test
  void name_rawBytes_areTakenForUtf8() {
    String sentByCurl = new String("name=é".getBytes(UTF_8), ISO_8859_1);

    assertTrue(new String(ask(sentByCurl).content(), UTF_8).contains("<bdi>é</bdi>"));
  }

  @Test
  void longName_isTooLong() {
    assertEquals(Status.OK, ask("name=" + "x".repeat(1_000)).status());
    assertEquals(Status.URI_TOO_LONG, ask("name=" + "x".repeat(1_001)).status());
  }

  private static Response.Whole ask(String query) {
    return (Response.Whole) new HelloPage().handle(new Request(false, "/hello", query, true));
  }
}
