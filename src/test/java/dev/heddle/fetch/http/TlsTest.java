package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trust, with certificates that keytool makes for this run. */
@Timeout(60)
class TlsTest {
  private static final Request GET = new Request("GET", "/", List.of(new Header("Host", "h")));
  private static final String OK = "HTTP/1.1 200 OK\r\n\r\n";
  private static final String PASSWORD = "changeit";

  @TempDir static Path folder;

  private static Path authority;

  @BeforeAll
  static void makeCertificate() throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=a test",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1");
    authority = folder.resolve("authority.pem");
    keytool("-exportcert", "-alias", "server", "-rfc", "-file", authority.toString());
  }

  @Test
  void server_thatIsTrusted_isRead() throws Exception {
    try (WebPeer peer = serve(OK + "over TLS")) {
      Connection plain = connect(peer);
      try (Connection connection = plain.secured(Tls.trusting(authority), "localhost")) {
        ResponseHead head = connection.ask(GET);

        assertEquals("over TLS", Response.read(connection.body(GET, head)));
      }
    }
  }

  @Test
  void server_thatSignedItself_isRefused() throws Exception {
    try (WebPeer peer = serve(OK)) {
      Connection plain = connect(peer);

      assertThrows(SSLException.class, () -> plain.secured(Tls.ofTheJdk(), "localhost"));
    }
  }

  /** Who names an authority trusts that one, and not whoever comes. */
  @Test
  void server_ofAnotherAuthority_isRefused() throws Exception {
    Path other = folder.resolve("other.pem");
    keytool("-genkeypair", "-alias", "other", "-keyalg", "EC", "-dname", "CN=another");
    keytool("-exportcert", "-alias", "other", "-rfc", "-file", other.toString());
    try (WebPeer peer = serve(OK)) {
      Connection plain = connect(peer);
      assertThrows(SSLException.class, () -> plain.secured(Tls.trusting(other), "localhost"));
    }
  }

  @Test
  void server_withAnothersCertificate_isRefusedAndLeft() throws Exception {
    try (WebPeer peer = serve(OK);
        TcpChannel channel = TcpChannel.unconnected(null)) {
      Connection plain =
          Connection.plain(channel, peer.address(), ByteBuffer.allocate(Connection.BUFFER));

      assertThrows(SSLException.class, () -> plain.secured(Tls.trusting(authority), "example.com"));

      assertFalse(channel.isOpen());
    }
  }

  @Test
  void file_withoutCertificates_isRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("text.pem"), "no certificate\n");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");

    assertThrows(IOException.class, () -> Tls.trusting(text));
    assertThrows(IOException.class, () -> Tls.trusting(empty));
    assertThrows(IOException.class, () -> Tls.trusting(folder.resolve("missing.pem")));
  }

  private static Connection connect(WebPeer peer) throws IOException {
    return Connection.plain(
        TcpChannel.unconnected(null), peer.address(), ByteBuffer.allocate(Connection.BUFFER));
  }

  private static WebPeer serve(String answer) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    ServerSocket listener =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return WebPeer.on(listener, answer);
  }

  private static void keytool(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(args));
    command.addAll(
        List.of("-keystore", folder.resolve("keys.p12").toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(0, process.waitFor());
  }
}
