package dev.heddle.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals: how the server ends, what its last line says, and its exit code. */
@Timeout(90)
final class StopIT {
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void signal_silentAndHalfwayClients_getFinAndStopIsGraceful(String signal) throws Exception {
    try (HeddleProcess server = start();
        Socket silent = new Socket();
        Socket halfway = new Socket()) {
      InetSocketAddress address = server.readTcpAddress();
      greet(silent, address);
      greet(halfway, address);
      halfway.getOutputStream().write("no newline".getBytes(UTF_8));

      Command.signal(server.pid(), signal);

      assertEquals(-1, silent.getInputStream().read());
      assertEquals(-1, halfway.getInputStream().read());
      silent.shutdownOutput();
      halfway.shutdownOutput();
      assertEquals(0, server.awaitExit());
      assertLastLine("stopped gracefully: 2 connections drained", server);
    }
  }

  /** A logger that is shut down too early loses the last line now and then. */
  @RepeatedTest(12)
  void sigterm_rightAfterReady_lastLineIsThere() throws Exception {
    try (HeddleProcess server = start()) {
      server.readTcpAddress();

      server.terminate();

      assertEquals(0, server.awaitExit());
      assertLastLine("stopped gracefully: 0 connections drained", server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "virtual:jdk", "platform", "pool:2"})
  void sigterm_peerThatDoesNotRead_isCutOffAfterDrain(String threads) throws Exception {
    try (HeddleProcess server = start("--drain", "1s", "--threads", threads);
        SocketChannel stuck = stuckPeer(server.readTcpAddress())) {
      long start = System.nanoTime();
      server.terminate();
      awaitRefusal((InetSocketAddress) stuck.getRemoteAddress());
      assertTrue(server.process().isAlive(), "ended before its drain");

      assertEquals(1, server.awaitExit());

      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf("case 17, %s: ended %d ms after SIGTERM%n", threads, took.toMillis());
      assertTrue(took.compareTo(Duration.ofSeconds(1)) >= 0, took::toString);
      assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took::toString);
      assertForcedLast(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void secondSignal_peerThatDoesNotRead_isCutOffAtOnce(String second) throws Exception {
    try (HeddleProcess server = start("--drain", "1h");
        SocketChannel stuck = stuckPeer(server.readTcpAddress())) {
      server.terminate();
      awaitRefusal((InetSocketAddress) stuck.getRemoteAddress());

      Command.signal(server.pid(), second);

      assertEquals(1, server.awaitExit());
      assertForcedLast(server);
    }
  }

  @Test
  void sigterm_quiet_lastLineIsThereAlone() throws Exception {
    try (HeddleProcess server = start("--quiet");
        Socket client = new Socket()) {
      greet(client, server.readTcpAddress());
      server.terminate();
      assertEquals(-1, client.getInputStream().read());
      client.shutdownOutput();

      assertEquals(0, server.awaitExit());

      assertEquals(2, server.errLines().size(), server.err()); // the counters, then the end
      assertLastLine("stopped gracefully: 1 connection drained", server);
    }
  }

  private static HeddleProcess start(String... options) throws IOException {
    String[] args = new String[options.length + 6];
    System.arraycopy(
        new String[] {"serve", "--no-http", "--bind", "127.0.0.1", "--port", "0", "--no-udp"},
        0,
        args,
        0,
        6);
    System.arraycopy(options, 0, args, 6, options.length);
    return HeddleProcess.start(args);
  }

  private static void greet(Socket socket, InetSocketAddress server) throws IOException {
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    socket.connect(server);
    socket.getOutputStream().write("Sarah\n".getBytes(UTF_8));
    byte[] expected = "Welcome!\nHello, Sarah!\n".getBytes(UTF_8);
    assertEquals(
        new String(expected, UTF_8),
        new String(socket.getInputStream().readNBytes(expected.length), UTF_8));
  }

  /** A peer that has written until nothing more went, and reads nothing. */
  private static SocketChannel stuckPeer(InetSocketAddress server) throws Exception {
    SocketChannel channel = SocketChannel.open(server);
    channel.configureBlocking(false);
    ByteBuffer lines = ByteBuffer.wrap("Sarah\n".repeat(10_000).getBytes(UTF_8));
    int[] refusedInARow = {0};
    Probe.await(
        "the peer is stuck",
        () -> {
          refusedInARow[0] = channel.write(lines.rewind()) > 0 ? 0 : refusedInARow[0] + 1;
          return refusedInARow[0] > 300;
        });
    return channel;
  }

  private static void awaitRefusal(InetSocketAddress server) throws Exception {
    Probe.await(
        "new connections refused",
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(server, READ_TIMEOUT_MILLIS);
            return false;
          } catch (SocketException e) {
            return e instanceof ConnectException; // a reset: it was in the queue that closed
          }
        });
  }

  /**
   * By the counters: those that asked whether new ones are refused may have taken the lines that
   * the log has for a second, or may have been the last to be let in, and cut off or drained as
   * well.
   */
  private static void assertForcedLast(HeddleProcess server) throws IOException {
    assertTrue(
        server.errLines().stream()
            .anyMatch(line -> line.matches(".* served .*[( ]forced [1-9]\\d*[,)].*")),
        server.err());
    assertTrue(
        server
            .errLines()
            .getLast()
            .matches(".* stopped by force: \\d+ connections? cut off, \\d+ drained"),
        server.err());
  }

  private static void assertLastLine(String end, HeddleProcess server) throws IOException {
    assertTrue(server.err().endsWith(end + "\n"), server.err());
  }
}
