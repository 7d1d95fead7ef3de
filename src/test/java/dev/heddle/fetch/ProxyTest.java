package dev.heddle.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fetch.http.HttpUrl;
import dev.heddle.fetch.http.Proxies;
import dev.heddle.fetch.http.Tls;
import dev.heddle.fetch.http.UrlException;
import dev.heddle.testing.Site;
import dev.heddle.testing.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxies that the environment names. */
@Timeout(60)
class ProxyTest {
  @TempDir Path folder;

  /** As curl has it: a user without a password has an empty one. */
  @Test
  void httpProxy_withAUserAlone_isToldSo() throws Exception {
    try (Site proxy = Site.open()) {
      proxy.with("http://example.invalid/", Site.ok("content"));
      Runs runs = new Runs(folder);
      runs.proxies = Proxies.of(Map.of("http_proxy", "http://me@127.0.0.1:" + proxy.port()));

      assertEquals("content", Runs.content(runs.fetch("http://example.invalid/").getFirst()));

      String asked = proxy.requests().getFirst();
      assertTrue(asked.contains("Proxy-Authorization: Basic bWU6\n"), asked);
    }
  }

  @Test
  void httpProxy_isAskedForTheWholeUrl() throws Exception {
    try (Site proxy = Site.open()) {
      proxy.with("http://example.invalid/a?b", Site.ok("content"));
      Runs runs = new Runs(folder);
      runs.proxies =
          Proxies.of(Map.of("http_proxy", "http://me:a%20secret@127.0.0.1:" + proxy.port()));

      assertEquals("content", Runs.content(runs.fetch("http://example.invalid/a?b").getFirst()));

      String asked = proxy.requests().getFirst();
      assertTrue(asked.contains("Host: example.invalid\n"), asked);
      assertTrue(asked.contains("Proxy-Authorization: Basic bWU6YSBzZWNyZXQ=\n"), asked);
    }
  }

  @Test
  void httpsProxy_thatRefusesATunnel_isToldNothingOfWhatIsAsked() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    try (Site secure = Site.on(authority.listen());
        Site proxy = Site.open()) {
      secure.with("/a", Site.ok("content"));
      String target = "localhost:" + secure.port();
      proxy.with(target, Site.response("403 No", ""));
      Runs runs = new Runs(folder.resolve("out"));
      runs.tls = Tls.trusting(authority.pem());
      runs.proxies = Proxies.of(Map.of("HTTPS_PROXY", "me:secret@127.0.0.1:" + proxy.port()));

      Outcome outcome = runs.fetch("https://" + target + "/a").getFirst();

      String told = Runs.reason(outcome);
      assertTrue(told.contains("the proxy answers CONNECT with 403"), told);
      String asked = proxy.requests().getFirst();
      assertTrue(asked.startsWith("CONNECT " + target + " HTTP/1.1\n"), asked);
      assertTrue(asked.contains("Proxy-Authorization: Basic "), asked);
      assertFalse(asked.contains("/a"), asked);
      assertEquals(List.of(), secure.requests());
    }
  }

  @Test
  void tunnel_bringsWhatTheOtherEndSays() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    try (Site secure = Site.on(authority.listen());
        ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
      secure.with("/a", Site.ok("content"));
      Thread.ofVirtual().start(() -> relay(proxy, secure.port()));
      Runs runs = new Runs(folder.resolve("out"));
      runs.tls = Tls.trusting(authority.pem());
      runs.proxies =
          Proxies.of(Map.of("https_proxy", "me:secret@127.0.0.1:" + proxy.getLocalPort()));

      Outcome outcome = runs.fetch("https://localhost:" + secure.port() + "/a").getFirst();

      assertEquals("content", Runs.content(outcome));
      assertFalse(secure.requests().getFirst().contains("Proxy-"));
    }
  }

  /** It is the other end that must show who it is, not the proxy, whose address is vouched for. */
  @Test
  void tunnel_toWhoIsAnother_isRefused() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    try (Site secure = Site.on(authority.listen());
        ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
      secure.with("/a", Site.ok("content"));
      Thread.ofVirtual().start(() -> relay(proxy, secure.port()));
      Runs runs = new Runs(folder.resolve("out"));
      runs.tls = Tls.trusting(authority.pem());
      runs.proxies = Proxies.of(Map.of("https_proxy", "127.0.0.1:" + proxy.getLocalPort()));

      String told = Runs.reason(runs.fetch("https://example.invalid/a").getFirst());

      assertTrue(told.startsWith("FAILED: cannot connect to the proxy "), told);
      assertTrue(told.contains(": TLS: "), told);
      assertEquals(List.of(), secure.requests());
    }
  }

  /** What stands before TLS is the proxy's word, whatever it looks like. */
  @Test
  void tunnel_inWhichTheProxySpeaksFirst_isRefused() throws Exception {
    try (Site proxy = Site.open()) {
      proxy.with("example.invalid:443", "HTTP/1.1 200 Connected\r\n\r\n" + Site.ok("injected"));
      Runs runs = new Runs(folder);
      runs.proxies = Proxies.of(Map.of("https_proxy", "127.0.0.1:" + proxy.port()));

      Outcome outcome = runs.fetch("https://example.invalid/").getFirst();

      String told = Runs.reason(outcome);
      assertTrue(told.contains("the server spoke before it was asked to"), told);
      assertEquals(1, outcome.tries());
    }
  }

  @Test
  void proxy_thatIsNotThere_isNamedWithoutItsPassword() throws Exception {
    int closed;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      closed = gone.getLocalPort();
    }
    Runs runs = new Runs(folder);
    runs.retries = 0;
    runs.proxies = Proxies.of(Map.of("http_proxy", "me:secret@127.0.0.1:" + closed));

    assertEquals(
        "FAILED: cannot connect to the proxy http://127.0.0.1:" + closed + ": Connection refused",
        Runs.reason(runs.fetch("http://example.invalid/").getFirst()));
  }

  @Test
  void proxy_thatIsNotFound_isNamed() throws Exception {
    Runs runs = new Runs(folder);
    runs.proxies = Proxies.of(Map.of("http_proxy", "me:secret@nobody.invalid:3128"));

    assertEquals(
        "FAILED: the proxy http://nobody.invalid:3128: no such host 'nobody.invalid', or no name"
            + " server answers",
        Runs.reason(runs.fetch("http://example.invalid/").getFirst()));
  }

  /** The proxy's own address says nothing of where the response came from. */
  @Test
  void redirect_fromBehindAProxyToUs_isNotFollowed() throws Exception {
    try (Site proxy = Site.open();
        Site ours = Site.open()) {
      proxy.with("http://example.invalid/", Site.redirect(ours.url("/")));
      ours.with("/", Site.ok("secret"));
      Runs runs = new Runs(folder);
      runs.proxies =
          Proxies.of(Map.of("http_proxy", "127.0.0.1:" + proxy.port(), "no_proxy", "127.0.0.1"));

      String told = Runs.reason(runs.fetch("http://example.invalid/").getFirst());

      assertTrue(told.contains("it leads to a network (127.0.0.1) that is not the server's"), told);
      assertEquals(List.of(), ours.requests());
    }
  }

  private static void relay(ServerSocket proxy, int port) {
    try (Socket near = proxy.accept();
        Socket far = new Socket("127.0.0.1", port)) {
      InputStream in = near.getInputStream();
      for (String head = ""; !head.endsWith("\r\n\r\n"); ) {
        head += (char) in.read();
      }
      near.getOutputStream()
          .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Thread back = Thread.ofVirtual().start(() -> copy(far, near));
      copy(near, far);
      back.join();
    } catch (Exception e) {
      // the other end of the test tells
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      var unused = from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // one of them is closed
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.com|example.com|true",
        "example.com|www.example.com|true",
        ".example.com|www.example.com|true",
        "example.com|anexample.com|false",
        "a,  b.c ,EXAMPLE.com|example.com|true",
        "*|example.com|true",
        "example.com:81|example.com|false"
      })
  void noProxy_namesWhoIsAskedDirectly(String none, String host, boolean isDirect)
      throws Exception {
    Proxies proxies = Proxies.of(Map.of("all_proxy", "http://p:3128", "NO_PROXY", none));

    assertEquals(
        isDirect, proxies.route(HttpUrl.parse("http://" + host + "/").origin()).proxy().isEmpty());
  }

  /** In a CGI program a request's header {@code Proxy} becomes that variable. */
  @Test
  void httpProxyInUpperCase_isNotTaken() throws Exception {
    Proxies proxies = Proxies.of(Map.of("HTTP_PROXY", "http://evil:3128"));

    assertTrue(proxies.route(HttpUrl.parse("http://h/").origin()).proxy().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://h:1080", "https://h:3128", "http://h:0", "http://"})
  void variable_thatNamesNoHttpProxy_isNamed(String value) {
    UrlException e =
        assertThrows(UrlException.class, () -> Proxies.of(Map.of("http_proxy", value)));

    assertTrue(e.toString().contains("the variable http_proxy names no proxy: "), e.toString());
  }
}
