package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Framing;
import dev.heddle.testing.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code heddle greet} and servers that are silent, wrong, gone, or never were. */
@Timeout(30)
final class GreetFailureTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** What a server that is not Heddle does with its one client. */
  private interface Script {
    void play(Socket client) throws IOException;
  }

  @Test
  void tcp_nobodyListens_namesTargetAndRemedy() throws Exception {
    int port = freePort();

    int code = greet(port, "a");

    assertEquals(1, code);
    assertEquals(
        "heddle greet: cannot reach 127.0.0.1:%1$d: Connection refused; start a server there with 'heddle serve --port %1$d', or name another with --host and --port; not answered: 'a'\n"
            .formatted(port),
        err.toString(UTF_8));
  }

  @Test
  void udp_nobodyListens_saysSoAtOnce() throws Exception {
    int port = freePort();

    int code = greet(port, "--timeout=20s", "--udp", "a");

    assertEquals(1, code);
    assertEquals(
        "heddle greet: cannot reach 127.0.0.1:%1$d: port unreachable; start a server there with 'heddle serve --port %1$d', or name another with --host and --port; not answered: 'a'\n"
            .formatted(port),
        err.toString(UTF_8));
  }

  @Test
  void udp_silence_isAnErrorAfterTheTimeout() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, LOOPBACK)) {
      int code = greet(silent.getLocalPort(), "--udp", "a", "b");

      assertEquals(1, code);
      assertTrue(
          err.toString(UTF_8)
              .endsWith(" did not answer: not within 300 ms; not answered: 'a', 'b'\n"),
          err::toString);
    }
  }

  @Test
  void udp_serverThatDropsOverRate_isSilenceToo() throws Exception {
    try (RunningServer server = RunningServer.start(config -> config.udpRate(1))) {
      int code = greet(server.address("udp").getPort(), "--udp", "a", "b", "c");

      assertEquals(1, code);
      assertEquals("Hello, a!\nHello, b!\n", out.toString(UTF_8));
      assertTrue(err.toString(UTF_8).endsWith("; not answered: 'c'\n"), err::toString);
    }
  }

  @Test
  void udp_wrongReply_isPrintedAndToldAndTheRestIsGreeted() throws Exception {
    try (DatagramSocket wrong = new DatagramSocket(0, LOOPBACK)) {
      Thread.ofVirtual()
          .start(
              () -> {
                answer(wrong, "Goodbye, a!");
                answer(wrong, "Hello, b!");
              });

      int code = greet(wrong.getLocalPort(), "--timeout=5s", "--udp", "a", "b");

      assertEquals(1, code);
      assertEquals("Goodbye, a!\nHello, b!\n", out.toString(UTF_8));
      assertEquals(
          "heddle greet: 127.0.0.1:%d answered 'a' with something else than its greeting\n"
              .formatted(wrong.getLocalPort()),
          err.toString(UTF_8));
    }
  }

  @Test
  void tcp_silentServer_isAnErrorAfterTheTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, LOOPBACK)) {
      int code = greet(silent.getLocalPort(), "a");

      assertEquals(1, code);
      assertTrue(
          err.toString(UTF_8).endsWith(" did not answer: not within 300 ms; not answered: 'a'\n"),
          err::toString);
    }
  }

  @Test
  void tcp_fullBacklog_boundsTheConnect() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK);
        Socket first = new Socket(LOOPBACK, full.getLocalPort());
        Socket second = new Socket(LOOPBACK, full.getLocalPort())) {
      int code = greet(full.getLocalPort(), "a");

      assertEquals(1, code);
      assertTrue(first.isConnected() && second.isConnected());
      assertTrue(
          err.toString(UTF_8).contains(": no answer, not within 300 ms; start a server"),
          err::toString);
    }
  }

  @Test
  void tcp_peerThatReadsNothing_boundsTheWrite() throws Exception {
    int code =
        play(
            client -> {
              client.getOutputStream().write("Welcome!\n".getBytes(UTF_8));
              park();
            },
            "n".repeat(16 << 20));

    assertEquals(1, code);
    assertTrue(err.toString(UTF_8).contains(" did not take it: not within 300 ms"), err::toString);
  }

  @Test
  void tcp_dripThatNeverEnds_isOneWait() throws Exception {
    int code =
        play(
            client -> {
              client.getOutputStream().write("Welcome!\nHel".getBytes(UTF_8));
              park();
            },
            "a");

    assertEquals(1, code);
    assertEquals("Welcome!\nHel\n", out.toString(UTF_8));
    assertTrue(err.toString(UTF_8).endsWith("; not answered: 'a'\n"), err::toString);
  }

  @Test
  void tcp_closedEarly_tellsWhichNamesWereNotAnswered() throws Exception {
    int code =
        play(
            client -> {
              client.getOutputStream().write("Welcome!\nHello, Michael!\n".getBytes(UTF_8));
              var unused = client.getInputStream().readNBytes("Michael\nTracy\n".length());
            },
            "Michael",
            "Tracy",
            "Sarah");

    assertEquals(1, code);
    assertEquals("Welcome!\nHello, Michael!\n", out.toString(UTF_8));
    assertTrue(
        err.toString(UTF_8).endsWith(" closed the connection; not answered: 'Tracy', 'Sarah'\n"),
        err::toString);
  }

  @Test
  void tcp_reset_isToldInOneLine() throws Exception {
    int code =
        play(
            client -> {
              client.getOutputStream().write("Welcome!\n".getBytes(UTF_8));
              var unused = client.getInputStream().readNBytes("a\n".length());
              client.setSoLinger(true, 0);
            },
            "a");

    assertEquals(1, code);
    assertTrue(
        err.toString(UTF_8)
            .endsWith(" broke the connection off: Connection reset; not answered: 'a'\n"),
        err::toString);
  }

  @Test
  void tcp_overTheServersLimit_printsWhatTheServerSays() throws Exception {
    try (RunningServer server =
        RunningServer.start(config -> config.framing(Framing.LINE).maxMessage(10))) {
      int code = greet(server.address("tcp").getPort(), "--timeout=5s", "n".repeat(100_000), "b");

      assertEquals(1, code);
      assertEquals("Welcome!\nError: message longer than 10 bytes\n", out.toString(UTF_8));
      assertTrue(err.toString(UTF_8).endsWith("; not answered: 'b'\n"), err::toString);
    }
  }

  @Test
  void tcp_closedWhileANameIsSent_printsWhatWasSaidBefore() throws Exception {
    int code =
        play(
            client -> {
              client.getOutputStream().write("Welcome!\nError: no more\n".getBytes(UTF_8));
              var unused = client.getInputStream().readNBytes(1);
            },
            "n".repeat(16 << 20));

    assertEquals(1, code);
    assertEquals("Welcome!\nError: no more\n", out.toString(UTF_8));
  }

  @Test
  void tcp_endlessLine_isCutOff() throws Exception {
    int code = play(client -> client.getOutputStream().write(new byte[1 << 20]), "a");

    assertEquals(1, code);
    assertTrue(
        err.toString(UTF_8).contains(" sent a line without an end: is that a greeting server?"),
        err::toString);
  }

  @Test
  void tcp_anotherProtocol_isPrintedAndTold() throws Exception {
    int code =
        play(
            client -> {
              client.getOutputStream().write("220 mail ready\r\n500 what?\r\n".getBytes(UTF_8));
              var unused = client.getInputStream().readNBytes("a\nexit\n".length());
            },
            "a");

    assertEquals(1, code);
    assertEquals("220 mail ready\r\n500 what?\r\n", out.toString(UTF_8));
    assertEquals(2, err.toString(UTF_8).lines().count(), err::toString);
  }

  @Test
  void tcp_serverThatStaysAfterExit_isAnError() throws Exception {
    int code =
        play(
            client -> {
              client.getOutputStream().write("Welcome!\nHello, a!\n".getBytes(UTF_8));
              park();
            },
            "a");

    assertEquals(1, code);
    assertEquals("Welcome!\nHello, a!\n", out.toString(UTF_8));
    assertEquals(1, err.toString(UTF_8).lines().count(), err::toString);
  }

  @Test
  void host_unknown_isOneLine() {
    // RFC 6761: no name under .invalid is ever found.
    int code = run("greet", "--host=nobody.invalid", "--timeout=10s", "a");

    assertEquals(1, code);
    assertTrue(
        err.toString(UTF_8).startsWith("heddle greet: cannot find the host 'nobody.invalid': "),
        err::toString);
    assertEquals(1, err.toString(UTF_8).lines().count(), err::toString);
  }

  @Test
  void failure_controlCharactersInNames_areNotPrinted() throws Exception {
    int code = greet(freePort(), "a\u001b[2J");

    assertEquals(1, code);
    assertTrue(err.toString(UTF_8).endsWith("; not answered: 'a?[2J'\n"), err::toString);
  }

  /** Greets a server that follows the script and then closes. */
  private int play(Script script, String... names) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, LOOPBACK)) {
      Thread actor =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket client = server.accept()) {
                      script.play(client);
                    } catch (IOException e) {
                      // The client went first; its own words are what is looked at.
                    }
                  });
      try {
        return greet(server.getLocalPort(), names);
      } finally {
        actor.interrupt();
        actor.join();
      }
    }
  }

  private static void park() throws IOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void answer(DatagramSocket socket, String reply) {
    try {
      DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
      socket.receive(packet);
      packet.setData(reply.getBytes(UTF_8));
      socket.send(packet);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A port that nobody listens on, by TCP or UDP. */
  private static int freePort() throws IOException {
    while (true) {
      try (ServerSocket tcp = new ServerSocket();
          DatagramSocket udp = new DatagramSocket(0, LOOPBACK)) {
        tcp.bind(new InetSocketAddress(LOOPBACK, udp.getLocalPort()));
        return tcp.getLocalPort();
      } catch (BindException e) {
        // free for UDP alone; another may be free for both
      }
    }
  }

  private int greet(int port, String... arguments) {
    List<String> all = new ArrayList<>(List.of("greet", "--host=127.0.0.1", "--port=" + port));
    if (List.of(arguments).stream().noneMatch(each -> each.startsWith("--timeout"))) {
      all.add("--timeout=300ms");
    }
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return Heddle.run(
        new ByteArrayInputStream(new byte[0]),
        new PrintStream(out),
        new PrintStream(err, true, UTF_8),
        arguments);
  }
}
