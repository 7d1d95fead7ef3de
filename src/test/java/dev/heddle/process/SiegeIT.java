package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Peer;
import dev.heddle.testing.WebClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Case 26: clients of the page that stall, many more than there are cores or places for them, while
 * greetings go on and the page is asked for.
 */
@Tag("once")
@Timeout(120)
final class SiegeIT {
  private static final int STALLED = 200;
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private static HeddleProcess server;
  private static InetSocketAddress tcp;
  private static InetSocketAddress http;
  private static WebClient page;

  private final List<Peer> stalled = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    server = HeddleProcess.start("serve", "--port=0", "--http-port=0", "--bind=127.0.0.1");
    List<String> ready = server.readLines(3);
    tcp = HeddleProcess.tcpAddress(ready.getFirst());
    page = WebClient.of(ready.get(2));
    http = HeddleProcess.tcpAddress("tcp " + page.url().replaceFirst("http://(.*)/", "$1"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @AfterEach
  void leave() throws IOException {
    for (Peer peer : stalled) {
      peer.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.1\r\nHost: local",
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", // and reads nothing
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nx",
        "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n",
      })
  void stalledClients_affectNobody(String sent) throws Exception {
    for (int i = 0; i < STALLED; i++) {
      stalled.add(Peer.silent(http, 4_096).send(sent));
    }

    long start = System.nanoTime();
    try (Peer peer = Peer.greeted(tcp)) {
      for (int i = 0; i < 100; i++) {
        assertEquals("Hello, Michael!\n", peer.ask("Michael"));
      }
    }
    Duration greeted = Duration.ofNanos(System.nanoTime() - start);
    assertEquals(200, page.get("/health").statusCode());
    Duration all = Duration.ofNanos(System.nanoTime() - start);

    System.out.printf(
        "case 26: 100 greetings in %d ms, the page after %d ms, beside %d x %s%n",
        greeted.toMillis(), all.toMillis(), STALLED, sent.lines().findFirst().orElse("silence"));
    assertTrue(greeted.compareTo(LONGEST) < 0, greeted::toString);
    assertTrue(all.minus(greeted).compareTo(LONGEST) < 0, all::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-H", "-B", "-X -w 1 -y 1 -n 1 -z 1"})
  @Tag("tools")
  void slowhttptest_findsTheServiceAvailable(String mode) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("slowhttptest", "-c", "200", "-r", "200", "-l", "6", "-i", "1"));
    command.addAll(List.of(mode.split(" ")));
    command.addAll(List.of("-u", page.url(), "-p", "3"));

    Outcome outcome = Command.run(command);

    String said = String.join("\n", outcome.out()).replaceAll("\u001b\\[[0-9;]*m", "");
    assertTrue(said.contains("service available:   YES"), said);
    assertTrue(!said.contains("service available:   NO"), said);
  }

  @Test
  @Tag("tools")
  void wrk_isAnsweredWithoutErrors() throws Exception {
    Outcome outcome =
        Command.run(
            List.of("wrk", "-t", "1", "-c", "40", "-d", "2s", page.url() + "hello?name=Michael"));

    String said = String.join("\n", outcome.out());
    assertEquals(0, outcome.code(), said);
    assertTrue(!said.contains("Socket errors") && !said.contains("Non-2xx"), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-k", "-l"})
  @Tag("tools")
  void ab_isAnsweredWithoutErrors(String option) throws Exception {
    Outcome outcome =
        Command.run(
            List.of("ab", "-q", option, "-l", "-n", "2000", "-c", "100", page.url() + "metrics"));

    String said = String.join("\n", outcome.out());
    assertEquals(0, outcome.code(), outcome::toString);
    assertTrue(said.matches("(?s).*Failed requests: +0\\b.*"), said);
    assertTrue(!said.contains("Non-2xx"), said);
  }

  @Test
  @Tag("tools")
  void curl_isAnsweredByEveryForm() throws Exception {
    for (List<String> options :
        List.of(
            List.of("--http1.0"), List.of("--http2"), List.of("-I"), List.of("-H", "Expect: x"))) {
      List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail"));
      command.addAll(options);
      command.add(page.url() + "hello?name=Zo\u00eb");

      Outcome outcome = Command.run(command);

      assertEquals(0, outcome.code(), outcome::toString);
    }
  }
}
