package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import dev.heddle.testing.WebClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page of {@code heddle serve}: where it is, and how it starts and stops. */
@Timeout(60)
final class WebIT {
  @Test
  void serve_tellsWhereThePageIs() throws Exception {
    try (HeddleProcess server =
        HeddleProcess.start(
            "serve", "--port=0", "--http-port=0", "--bind=127.0.0.1", "--bind=127.0.0.2")) {
      List<String> ready = server.readLines(6);

      String port = ready.getLast().replaceFirst(".*:(\\d+)/", "$1");
      assertEquals("http http://127.0.0.1:" + port + "/", ready.get(4));
      assertEquals("http http://127.0.0.2:" + port + "/", ready.get(5));
      for (String line : ready.subList(4, 6)) {
        WebClient client = WebClient.of(line);
        assertEquals(200, client.get("/health").statusCode());
        assertTrue(client.get("/hello?name=Michael").body().contains("Michael"));
      }
    }
  }

  @Test
  void serve_httpPortTaken_namesItAndRemedies() throws Exception {
    try (HeddleProcess first = HeddleProcess.start("serve", "--port=0", "--http-port=0")) {
      String taken = first.readHttpLine().replaceFirst(".*:(\\d+)/", "$1");

      Outcome outcome =
          Command.run(
              HeddleProcess.command(
                  List.of(), List.of(), "serve", "--port=0", "--http-port=" + taken));

      assertEquals(3, outcome.code(), outcome::toString);
      assertEquals(List.of(), outcome.out());
      assertEquals(
          List.of(
              "heddle serve: cannot listen on http http://127.0.0.1:"
                  + taken
                  + "/: the port is taken; choose another with --http-port"
                  + " (0: any that is free), or none with --no-http"),
          outcome.err());
    }
  }

  /** As who starts the classes without the jar's manifest. */
  @Test
  void threads_ofAJvmThatDoesNotShowItsScopes_nameTheRemedy() throws Exception {
    List<String> command =
        new ArrayList<>(
            HeddleProcess.command(List.of(), List.of(), "serve", "--port=0", "--http-port=0"));
    int jar = command.indexOf("-jar");
    command.set(jar, "-cp");
    command.add(jar + 2, "dev.heddle.Main");
    try (HeddleProcess server = HeddleProcess.startCommand(command)) {
      HttpResponse<String> response = WebClient.of(server.readHttpLine()).get("/threads.json");

      assertEquals(503, response.statusCode());
      assertTrue(response.body().contains("--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED"));
    }
  }

  @Test
  void drain_isToldByHealthUntilItHasEnded() throws Exception {
    try (HeddleProcess server =
        HeddleProcess.start("serve", "--port=0", "--http-port=0", "--bind=127.0.0.1")) {
      List<String> ready = server.readLines(3);
      WebClient client = WebClient.of(ready.get(2));
      try (Peer stuck = Peer.silent(HeddleProcess.tcpAddress(ready.getFirst()), 4_096)) {
        Thread asking = Thread.ofVirtual().start(stuck::askAndNeverRead);
        client.awaitStandstill("heddle_greetings_total", 10_000);

        server.terminate();

        Probe.await("draining", () -> client.get("/health").statusCode() == 503);
        assertTrue(client.get("/health").body().contains("draining"));
        assertEquals(1, client.metric("heddle_connections"));
        server.terminate();
        assertEquals(1, server.awaitExit(), server.err());
        asking.join();
      }
    }
  }

  @Test
  void metrics_countWhatTheServerDid() throws Exception {
    try (HeddleProcess server =
        HeddleProcess.start(
            "serve", "--port=0", "--http-port=0", "--bind=127.0.0.1", "--max-connections=7")) {
      List<String> ready = server.readLines(3);
      try (Peer peer = Peer.greeted(HeddleProcess.tcpAddress(ready.getFirst()))) {
        assertEquals("Hello, Michael!\n", peer.ask("Michael"));
        assertEquals("Hello, Tracy!\n", peer.ask("Tracy"));
        peer.send("exit\n");
        assertEquals("", peer.readToFin());
      }
      WebClient client = WebClient.of(ready.get(2));
      Probe.await("the end", () -> client.metric("heddle_connections") == 0);

      assertEquals(2, client.metric("heddle_greetings_total"));
      assertEquals(7, client.metric("heddle_connections_limit"));
      assertEquals(1, client.metric("heddle_connections_served_total"));
      assertEquals(1, client.metric("heddle_connections_closed_total{reason=\"exit\"}"));
      assertEquals(1, client.metric("heddle_session_duration_seconds_count"));
      assertEquals(
          client.metric("heddle_handling_duration_seconds_bucket{le=\"+Inf\"}"),
          client.metric("heddle_handling_duration_seconds_count"));
      assertTrue(client.metric("heddle_handling_duration_seconds_count") >= 2);
    }
  }
}
