package dev.heddle.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.testing.RunningServer;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SessionTest {
  @Test
  void halfClose_afterThreeLines_allRepliesThenFin() throws Exception {
    try (RunningServer server = RunningServer.start();
        Socket client = server.connect()) {
      client.getOutputStream().write("a\nb\r\nc".getBytes(UTF_8));
      client.shutdownOutput();

      byte[] all = client.getInputStream().readAllBytes();

      assertEquals("Welcome!\nHello, a!\nHello, b!\r\nHello, c!", new String(all, UTF_8));
    }
  }
}
