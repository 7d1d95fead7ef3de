package dev.heddle.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What peers can do to the log: nothing to its lines, and little to its length. */
@Timeout(90)
final class LogIT {
  private static final int CONNECTS = 5_000;

  /** Case 3. */
  @Test
  void verboseLog_controlBytesInName_areEscapedOnOneLine() throws Exception {
    try (HeddleProcess server = start("--verbose");
        Socket client = new Socket()) {
      client.connect(server.readTcpAddress());
      client.setSoTimeout(10_000);
      client
          .getOutputStream()
          .write("a\0b\33[2Jc\rd\u0085e\n12:00:00 INFO forged\n".getBytes(UTF_8));
      client.shutdownOutput();
      client.getInputStream().readAllBytes();
      server.terminate();
      assertEquals(0, server.awaitExit());

      List<String> lines = server.err().lines().filter(line -> line.contains(" sent ")).toList();
      assertEquals(1, lines.size(), server.err());
      assertTrue(
          lines
              .getFirst()
              .endsWith(": a\\x00b\\x1b[2Jc\\x0dd\\xc2\\x85e\\x0a12:00:00 INFO forged\\x0a"),
          lines.getFirst());
      assertTrue(
          server.err().chars().allMatch(each -> each == '\n' || (each >= ' ' && each < 0x7f)),
          server.err());
    }
  }

  @Test
  void log_thousandsOfQuickConnects_isAFewLinesASecondAndASum() throws Exception {
    try (HeddleProcess server = start()) {
      InetSocketAddress address = server.readTcpAddress();
      long start = System.nanoTime();

      for (int i = 0; i < CONNECTS; i++) {
        connectAndLeave(address);
      }

      Probe.await("all summed up", () -> loggedOpened(server) >= CONNECTS);
      double seconds = (System.nanoTime() - start) / 1e9;
      int lines = server.errLines().size();
      System.out.printf(
          "log bounds: %d connections in %.1f seconds made %d lines%n", CONNECTS, seconds, lines);
      assertEquals(CONNECTS, loggedOpened(server), server.err());
      assertTrue(lines <= 22 * (seconds + 2), lines + " lines in " + seconds + " s");
    }
  }

  /** Without the jar's manifest: who measures does so with --quiet, and is to know what. */
  @Test
  void quietLog_javaThatAllowsNoLoops_saysWhoSchedules() throws Exception {
    List<String> command = HeddleProcess.command(List.of(), List.of(), "serve", "--quiet");
    command.addAll(List.of("--http-port", "0", "--bind", "127.0.0.1", "--port", "0", "--no-udp"));
    int jar = command.indexOf("-jar");
    command.set(jar, "-cp");
    command.add(jar + 2, "dev.heddle.Main");

    try (HeddleProcess server = HeddleProcess.startCommand(command)) {
      server.readTcpAddress();
      URI events = URI.create(server.readHttpLine().substring("http ".length()) + "events");
      assertTrue(firstLines(events).contains("\"threads\":\"virtual:jdk\""), "the page's words");
      server.terminate();
      assertEquals(0, server.awaitExit(), server.err());

      assertTrue(
          server
              .errLines()
              .getFirst()
              .contains(" WARN the JDK schedules the virtual threads, for event loops java needs"),
          server.err());
    }
  }

  /** Of a page that never ends. */
  private static String firstLines(URI page) throws IOException {
    URLConnection connection = page.toURL().openConnection();
    connection.setReadTimeout(10_000);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
      return in.readLine() + in.readLine() + in.readLine();
    }
  }

  private static void connectAndLeave(InetSocketAddress server) throws IOException {
    try (Socket client = new Socket()) {
      client.connect(server, 10_000);
    }
  }

  /** How many connections the log speaks of, one by one or in its sums. */
  private static long loggedOpened(HeddleProcess server) throws IOException {
    long sum = 0;
    for (String line : server.errLines()) {
      if (line.contains("Accept new connection")) {
        sum++;
      } else if (line.contains("more connections were opened")) {
        sum += Long.parseLong(line.replaceAll(".*\\.\\.\\. and (\\d+) more.*", "$1"));
      }
    }
    return sum;
  }

  private static HeddleProcess start(String... options) throws IOException {
    String command =
        "serve --no-http --bind 127.0.0.1 --port 0 --no-udp " + String.join(" ", options);
    return HeddleProcess.start(command.strip().split(" "));
  }
}
