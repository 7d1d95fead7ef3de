package dev.heddle.testing;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chromedriver process and one session in it, by the <a href="https://www.w3.org/TR/webdriver2/">
 * WebDriver protocol</a>. Used by one thread.
 */
final class WebDriver implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final Gson GSON = new Gson();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final URI root;
  private final String session;

  /** Starts chromedriver, which starts a browser with {@code capabilities}. */
  WebDriver(Path log, Map<String, Object> capabilities) throws IOException {
    process = new ProcessBuilder("chromedriver", "--port=0").redirectError(log.toFile()).start();
    try {
      root = URI.create("http://127.0.0.1:" + readPort() + "/session");
      Object wanted = Map.of("capabilities", Map.of("alwaysMatch", capabilities));
      session = send(root, "POST", wanted).getAsJsonObject().get("sessionId").getAsString();
    } catch (IOException | RuntimeException | AssertionError e) {
      end();
      throw e;
    }
  }

  /** Posts to the session. */
  JsonElement post(String command, Object body) throws IOException {
    return send(URI.create(root + "/" + session + "/" + command), "POST", body);
  }

  /** Gets from the session. */
  JsonElement get(String command) throws IOException {
    return send(URI.create(root + "/" + session + "/" + command), "GET", Map.of());
  }

  /** Has the browser itself do something that WebDriver has no word for. */
  JsonElement devTools(String command, Map<String, Object> params) throws IOException {
    return post("goog/cdp/execute", Map.of("cmd", command, "params", params));
  }

  @Override
  public void close() throws IOException {
    try {
      send(URI.create(root + "/" + session), "DELETE", Map.of());
    } finally {
      end();
    }
  }

  private JsonElement send(URI uri, String method, Object body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(LIMIT)
            .method(
                method,
                method.equals("POST")
                    ? BodyPublishers.ofString(GSON.toJson(body))
                    : BodyPublishers.noBody())
            .build();
    HttpResponse<String> response =
        client.sendAsync(request, BodyHandlers.ofString()).join(); // its own limit ends it
    JsonElement value = JsonParser.parseString(response.body()).getAsJsonObject().get("value");
    if (response.statusCode() != 200) {
      throw new AssertionError(uri + ": " + value);
    }
    return value;
  }

  private String readPort() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    Optional<String> port =
        out.lines().map(PORT::matcher).filter(Matcher::find).map(line -> line.group(1)).findFirst();
    return port.orElseThrow(() -> new IOException("chromedriver does not start"));
  }

  /** Ends the browser too, which outlives a driver that is killed. */
  private void end() {
    client.close();
    List<ProcessHandle> all = process.descendants().toList();
    var unused = process.destroyForcibly().onExit().join();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }
}
