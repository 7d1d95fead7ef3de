package dev.heddle.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Case 14: 120 clients of a server that may open 80 files. */
@Tag("tools")
@Timeout(90)
final class OpenFilesIT {
  private static final List<String> EIGHTY_FILES = List.of("prlimit", "--nofile=80");
  private static final int CLIENTS = 120;

  /** Lines until the pauses between attempts have grown to a second. */
  private static final int RAMP_LINES = 3;

  private static final int LINES = 5;
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  @Test
  void serve_moreClientsThanFiles_isCalmAndRecovers() throws Exception {
    try (HeddleProcess server = start("--no-http", "--max-connections", "1000")) {
      InetSocketAddress address = server.readTcpAddress();
      List<Socket> clients = connect(address);
      awaitFailures(RAMP_LINES, server);
      long start = System.nanoTime();
      Duration cpuBefore = cpu(server);
      int linesBefore = server.errLines().size();

      awaitFailures(RAMP_LINES + LINES, server);

      double seconds = (System.nanoTime() - start) / 1e9;
      double cpu = cpu(server).minus(cpuBefore).toMillis() / 10.0 / seconds;
      int lines = server.errLines().size() - linesBefore;
      System.out.printf(
          "case 14: %d log lines in %.1f seconds, CPU %.1f %%%n", lines, seconds, cpu);
      assertTrue(cpu < 10, "CPU " + cpu + " %");
      assertTrue(lines <= seconds + 1, lines + " lines in " + seconds + " s:\n" + server.err());

      greet(clients.getFirst()); // those that are in are served meanwhile
      closeAll(clients);
      for (Socket client : connect(address).subList(0, 40)) {
        greet(client);
        client.close();
      }
    }
  }

  @Test
  void serve_defaultLimit_leavesTheRestInTheQueueWithoutFailure() throws Exception {
    try (HeddleProcess server = start("--no-http")) {
      InetSocketAddress address = server.readTcpAddress();
      List<Socket> clients = connect(address);

      for (Socket client : clients) { // each one that leaves lets another in
        greet(client);
        client.close();
      }

      assertEquals(0, failures(server), server.err());
    }
  }

  @Test
  void metrics_whenNoFileIsLeft_areToldWithoutTheirNumber() throws Exception {
    try (HeddleProcess server = start("--max-connections", "1000", "--http-port", "0");
        HttpClient monitor = HttpClient.newHttpClient()) {
      InetSocketAddress address = server.readTcpAddress();
      URI url = URI.create(server.readHttpLine().substring("http ".length()) + "metrics");
      assertTrue(get(monitor, url).contains("process_open_fds"));
      List<Socket> clients = connect(address);
      awaitFailures(RAMP_LINES, server);

      String metrics = get(monitor, url); // by the connection that it has

      assertTrue(metrics.contains("process_cpu_seconds"), metrics);
      assertFalse(metrics.contains("process_open_fds"), metrics);
      assertFalse(server.err().contains("Error"), server.err());
      closeAll(clients);
    }
  }

  private static String get(HttpClient client, URI url) throws Exception {
    return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body();
  }

  private static HeddleProcess start(String... options) throws IOException {
    List<String> args = new ArrayList<>(List.of("serve", "--bind", "127.0.0.1", "--port", "0"));
    args.addAll(List.of(options));
    return HeddleProcess.start(EIGHTY_FILES, List.of(), args.toArray(String[]::new));
  }

  private static List<Socket> connect(InetSocketAddress server) throws IOException {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Socket client = new Socket();
      client.setSoTimeout(READ_TIMEOUT_MILLIS);
      client.connect(server, READ_TIMEOUT_MILLIS);
      clients.add(client);
    }
    return clients;
  }

  private static void greet(Socket client) throws IOException {
    client.getOutputStream().write("Sarah\n".getBytes(UTF_8));
    byte[] said = client.getInputStream().readNBytes("Welcome!\nHello, Sarah!\n".length());
    assertEquals("Welcome!\nHello, Sarah!\n", new String(said, UTF_8));
  }

  private static void closeAll(List<Socket> clients) throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  private static void awaitFailures(int count, HeddleProcess server) throws Exception {
    Probe.await(
        count + " lines about accepting",
        Duration.ofSeconds(30),
        () -> failures(server) >= count,
        () -> "");
  }

  private static long failures(HeddleProcess server) throws IOException {
    return server.errLines().stream().filter(line -> line.contains("cannot accept")).count();
  }

  private static Duration cpu(HeddleProcess server) {
    return server.process().info().totalCpuDuration().orElseThrow();
  }
}
