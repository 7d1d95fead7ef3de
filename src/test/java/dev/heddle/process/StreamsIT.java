package dev.heddle.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard streams that cannot be written to: the server serves and stops all the same. */
@Timeout(60)
final class StreamsIT {
  @ParameterizedTest
  @ValueSource(
      strings = {">&-", ">/dev/full", "2>&-", "2>/dev/full", "<&- >&- 2>&-", ">/dev/full 2>&1"})
  void serve_brokenStreams_greetsAndStopsGracefully(String redirection) throws Exception {
    List<String> redirected = List.of("sh", "-c", "exec \"$@\" " + redirection, "sh");
    int port = freePort();

    try (HeddleProcess server = start(redirected, port)) {
      awaitGreeting(port);
      server.terminate();

      assertEquals(0, server.awaitExit());
    }
  }

  @Test
  void serve_readersGone_greetsAndStopsGracefully() throws Exception {
    int port = freePort();

    try (HeddleProcess server = start(List.of(), port)) {
      server.process().getInputStream().close();
      awaitGreeting(port);
      server.terminate();

      assertEquals(0, server.awaitExit());
    }
  }

  private static HeddleProcess start(List<String> prefix, int port) throws IOException {
    return HeddleProcess.start(
        prefix,
        List.of(),
        "serve",
        "--no-http",
        "--bind",
        "127.0.0.1",
        "--port",
        String.valueOf(port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitGreeting(int port) throws Exception {
    Probe.await("a greeting", () -> isGreeted(port));
  }

  private static boolean isGreeted(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write("Sarah\nexit\n".getBytes(UTF_8));
      String said = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertEquals("Welcome!\nHello, Sarah!\n", said);
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }
}
