package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class HttpUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://example.com|http://example.com/",
        "HTTP://Example.COM:80/A|http://example.com/A",
        "https://example.com:443/|https://example.com/",
        "https://example.com:80/|https://example.com:80/",
        "http://example.com:/a|http://example.com/a",
        "http://example.com.:81/a|http://example.com:81/a",
        "http://example.com?q=1|http://example.com/?q=1",
        "http://example.com#part|http://example.com/",
        "http://example.com/a?b#c?d|http://example.com/a?b",
        "http://example.com/a#b?c|http://example.com/a",
        "http://example.com/a?|http://example.com/a?",
        "http://example.com/a/./b/../c|http://example.com/a/c",
        "http://example.com/../../etc/passwd|http://example.com/etc/passwd",
        "http://example.com/a/..|http://example.com/",
        "http://example.com/a/.|http://example.com/a/",
        "http://example.com/a//b/|http://example.com/a//b/",
        "http://example.com/%2e%2e/a%2Fb|http://example.com/%2e%2e/a%2Fb",
        "http://example.com/a b|http://example.com/a%20b",
        "http://example.com/\u00e9?\u00fc|http://example.com/%C3%A9?%C3%BC",
        "http://example.com/100%|http://example.com/100%25",
        "http://example.com/%4|http://example.com/%254",
        "http://example.com/%zz%41|http://example.com/%25zz%41",
        "http://example.com/<\"\\^`{}>|http://example.com/%3C%22%5C%5E%60%7B%7D%3E",
        "http://b\u00fccher.example/|http://xn--bcher-kva.example/",
        "http://127.0.0.1:8080/a|http://127.0.0.1:8080/a",
        "http://[::1]:8080/a|http://[0:0:0:0:0:0:0:1]:8080/a",
        "http://my_host/|http://my_host/",
      })
  void url_isBroughtIntoOneForm(String text, String expected) throws UrlException {
    assertEquals(expected, HttpUrl.parse(" " + text + " ").toString());
    assertEquals(expected, HttpUrl.parse(expected).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'', an empty URL",
    "example.com, http://example.com",
    "localhost:8080/a, http://localhost:8080/a",
    "ftp://example.com/, 'ftp'",
    "file:///etc/passwd, 'file'",
    "javascript:alert(1), 'javascript'",
    "http:/example.com, 'http'",
    "http://, without a host",
    "http:///a, without a host",
    "http://:80/, without a host",
    "http://a:b:c/, 'b:c'",
    "http://example.com:0/, '0'",
    "http://example.com:65536/, '65536'",
    "http://example.com:8o/, '8o'",
    "http://example.com:+80/, '+80'",
    "http://me:secret@example.com/, -H",
    "http://127.1/, four numbers",
    "http://0177.0.0.1/, four numbers",
    "http://127.0.0.256/, four numbers",
    "http://2130706433/, four numbers",
    "http://0x7f.0.0.0x1/, four numbers",
    "http://127.0.0.1.2/, four numbers",
    "http://[::1/, brackets",
    "http://[fe80::1%25eth0]/, IPv6",
    "http://[localhost]/, IPv6",
    "http://[1:2]/, IPv6",
    "http://exa mple.com/, neither",
    "http://example..com/, neither",
    "http://-a.com/, neither",
    "http://exam%70le.com/, neither",
    "http://a\\b/, neither",
    "http://example.com/Zo\ufffd, cannot be told",
  })
  void url_thatCannotBeFetched_isRefusedWithAReason(String text, String reason) {
    String message =
        String.valueOf(assertThrows(UrlException.class, () -> HttpUrl.parse(text)).getMessage());

    assertTrue(message.contains(reason), message);
    assertTrue(message.indexOf("secret") < 0, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "\0", "\t", "\u001b", "\u0085"})
  void url_withAControlCharacter_isRefused(String control) {
    assertThrows(UrlException.class, () -> HttpUrl.parse("http://example.com/a" + control + "b"));
    assertThrows(
        UrlException.class,
        () -> HttpUrl.parse("http://example.com/").resolve("/a" + control + "b"));
  }

  @Test
  void url_longerThanServersTake_isRefused() {
    assertThrows(
        UrlException.class, () -> HttpUrl.parse("http://example.com/" + "a".repeat(8_192)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "g|http://a/b/c/g",
        "./g|http://a/b/c/g",
        "g/|http://a/b/c/g/",
        "/g|http://a/g",
        "//g|http://g/",
        "//g:81?x|http://g:81/?x",
        "?y|http://a/b/c/d;p?y",
        "g?y|http://a/b/c/g?y",
        "#s|http://a/b/c/d;p?q",
        "''|http://a/b/c/d;p?q",
        ".|http://a/b/c/",
        "..|http://a/b/",
        "../g|http://a/b/g",
        "../../../g|http://a/g",
        "g;x=1/../y|http://a/b/c/y",
        "https://b/x|https://b/x",
        "g?y/../x|http://a/b/c/g?y/../x",
        "/\u00e9 |http://a/%C3%A9",
      })
  void reference_isResolvedAsInRfc3986(String reference, String expected) throws UrlException {
    assertEquals(expected, HttpUrl.parse("http://a/b/c/d;p?q").resolve(reference).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://b/", "javascript:alert(1)", "//", "http:g"})
  void reference_toWhatCannotBeFetched_isRefused(String reference) throws UrlException {
    HttpUrl base = HttpUrl.parse("http://a/b");

    assertThrows(UrlException.class, () -> base.resolve(reference));
  }
}
