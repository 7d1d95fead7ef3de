package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import dev.heddle.testing.WebClient;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus itself, as Debian packs it, reads {@code /metrics}. */
@Timeout(90)
@Tag("tools")
final class PrometheusIT {
  @TempDir static Path folder;
  private static HeddleProcess server;
  private static WebClient client;

  @BeforeAll
  static void start() throws Exception {
    server = HeddleProcess.start("serve", "--port=0", "--http-port=0", "--bind=127.0.0.1");
    List<String> ready = server.readLines(3);
    client = WebClient.of(ready.get(2));
    try (Peer peer = Peer.greeted(HeddleProcess.tcpAddress(ready.getFirst()))) {
      for (int i = 0; i < 3; i++) {
        assertEquals("Hello, Michael!\n", peer.ask("Michael"));
      }
    }
    Probe.await("the end", () -> client.metric("heddle_connections") == 0);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void promtool_findsNothing() throws Exception {
    Outcome outcome =
        Command.run(client.get("/metrics").body(), List.of("promtool", "check", "metrics"));

    assertEquals(new Outcome(0, List.of(), List.of()), outcome);
  }

  @Test
  void prometheus_scrapesAndAnswers() throws Exception {
    String target = client.url().replaceFirst("http://(.*)/", "$1");
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 500ms}
            scrape_configs:
              - job_name: heddle
                static_configs: [{targets: ['%s']}]
            """
                .formatted(target));
    int port = freePort();
    Process prometheus =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      WebClient api = new WebClient("http://127.0.0.1:" + port + "/");
      Probe.await(
          "an answer",
          Duration.ofSeconds(60),
          () -> query(api, "heddle_greetings_total").equals("3"),
          () -> "");

      assertEquals("1", query(api, "up"));
      assertEquals("1", query(api, "heddle_session_duration_seconds_count"));
      assertEquals("3", query(api, "heddle_handling_duration_seconds_count"));
      assertEquals(
          "1",
          query(api, "histogram_quantile(0.99, heddle_handling_duration_seconds_bucket) < bool 1"));
    } finally {
      prometheus.destroy();
      var unused = prometheus.waitFor();
    }
  }

  /** The value of an instant query, empty if there is none yet. */
  private static String query(WebClient api, String query) throws Exception {
    try {
      HttpResponse<String> response =
          api.get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
      if (response.statusCode() != 200) {
        return ""; // it is still starting
      }
      JsonArray result =
          JsonParser.parseString(response.body())
              .getAsJsonObject()
              .getAsJsonObject("data")
              .getAsJsonArray("result");
      return result.isEmpty()
          ? ""
          : result.get(0).getAsJsonObject().getAsJsonArray("value").get(1).getAsString();
    } catch (ConnectException e) {
      return ""; // it is still starting
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
