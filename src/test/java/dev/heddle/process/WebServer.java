package dev.heddle.process;

import dev.heddle.testing.Probe;
import dev.heddle.testing.TestAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A web server that others made.
 *
 * @param plain where it serves HTTP, up to the path
 * @param secure where it serves HTTPS; empty: nowhere
 * @param end stops it
 */
record WebServer(String plain, String secure, Callable<?> end) implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("Listening at: (http://\\S+)");

  /**
   * nginx with {@code site} and the same files as it sends them when it does not know their size.
   */
  static WebServer nginx(Path site, Path work, TestAuthority authority) throws Exception {
    int plain = freePort();
    int secure = freePort();
    Path conf =
        Files.writeString(
            work.resolve("nginx.conf"),
            """
            daemon off; pid %1$s/pid; error_log %1$s/error.log; worker_processes 1;
            %6$s
            events { worker_connections 256; }
            http {
              access_log off; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
              server {
                listen 127.0.0.1:%2$d; listen 127.0.0.1:%3$d ssl; root %1$s/docs;
                ssl_certificate %4$s; ssl_certificate_key %5$s;
                location /gzip/ { alias %1$s/docs/; gzip on; gzip_types *; gzip_min_length 0; }
                location /chunked/ { alias %1$s/docs/; ssi on; ssi_types *; }
                location /close/ { alias %1$s/docs/; ssi on; ssi_types *; chunked_transfer_encoding off; }
                location /slow/ { alias %1$s/docs/; limit_rate 256k; }
              }
            }
            """
                .formatted(
                    work,
                    plain,
                    secure,
                    authority.pem(),
                    authority.keyPem(),
                    "root".equals(System.getProperty("user.name")) ? "user root;" : ""));
    Files.createSymbolicLink(work.resolve("docs"), site);
    Process process =
        new ProcessBuilder("nginx", "-p", work.toString(), "-c", conf.toString(), "-e", "stderr")
            .inheritIO()
            .start();
    WebServer nginx =
        new WebServer(
            "http://127.0.0.1:" + plain, "https://127.0.0.1:" + secure, () -> end(process));
    Probe.await("nginx", () -> listens(plain) && listens(secure));
    return nginx;
  }

  /** Python's, plain or over TLS. */
  static WebServer http10(Path site, List<String> certificateAndKey) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("python3", "src/test/servers/http10.py", site.toString()));
    command.addAll(certificateAndKey);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String at = "://127.0.0.1:" + process.inputReader().readLine();
    boolean isPlain = certificateAndKey.isEmpty();
    return new WebServer(
        isPlain ? "http" + at : "", isPlain ? "" : "https" + at, () -> end(process));
  }

  /** httpbin, which answers in all manners. */
  static WebServer httpbin() throws IOException {
    Process process =
        new ProcessBuilder(
                "gunicorn", "-k", "gthread", "--threads", "4", "-b", "127.0.0.1:0", "httpbin:app")
            .start();
    BufferedReader log = process.errorReader();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().start(() -> log.lines().forEach(rest -> {}));
        return new WebServer(listening.group(1), "", () -> end(process));
      }
    }
    throw new IOException("gunicorn did not start");
  }

  /** Jetty, with {@code site} and the same files in chunks. */
  static WebServer jetty(Path site, TestAuthority authority) throws Exception {
    Server server = new Server();
    ServerConnector plain = new ServerConnector(server);
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(authority.store().toString());
    tls.setKeyStorePassword(TestAuthority.PASSWORD);
    ServerConnector secure = new ServerConnector(server, tls);
    for (ServerConnector each : List.of(plain, secure)) {
      each.setHost("127.0.0.1");
      server.addConnector(each);
    }
    ResourceHandler files = new ResourceHandler();
    files.setBaseResource(ResourceFactory.of(files).newResource(site));
    server.setHandler(new Handler.Sequence(new Chunks(site), files));
    server.start();
    return new WebServer(
        "http://127.0.0.1:" + plain.getLocalPort(),
        "https://127.0.0.1:" + secure.getLocalPort(),
        () -> {
          server.stop();
          return server;
        });
  }

  /** Files without saying how long they are. */
  private static final class Chunks extends Handler.Abstract {
    private static final String BELOW = "/chunked/";

    private final Path site;

    Chunks(Path site) {
      this.site = site;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      String path = Request.getPathInContext(request);
      if (!path.startsWith(BELOW)) {
        return false;
      }
      try (OutputStream out = Content.Sink.asOutputStream(response)) {
        out.flush();
        Files.copy(site.resolve(path.substring(BELOW.length())), out);
      }
      callback.succeeded();
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      end.call();
    } catch (Exception e) {
      throw new IOException("cannot stop " + plain + secure, e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }

  private static boolean listens(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  private static Process end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.toHandle().destroy();
    return process.onExit().join();
  }
}
