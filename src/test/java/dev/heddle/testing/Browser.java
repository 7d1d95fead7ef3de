package dev.heddle.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A headless Chromium with a profile of its own, driven by chromedriver; for tests tagged {@code
 * tools}. Used by one thread.
 */
public final class Browser implements AutoCloseable {
  private static final String RESOLVER = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost";

  private final Path folder;
  private final WebDriver driver;
  private final List<String> requests = new ArrayList<>();

  private Browser(Path folder) throws IOException {
    this.folder = folder;
    List<String> args =
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=" + RESOLVER,
            "--user-data-dir=" + folder.resolve("profile"));
    driver =
        new WebDriver(
            folder.resolve("chromedriver.log"),
            Map.of(
                "goog:chromeOptions",
                Map.of("args", args),
                "goog:loggingPrefs",
                Map.of("browser", "ALL", "performance", "ALL")));
  }

  /** Starts one, with a window of 1280 by 900; it finds no host but this machine. */
  public static Browser open() throws IOException {
    Path folder = Files.createTempDirectory("heddle-browser");
    try {
      Browser browser = new Browser(folder);
      browser.resize(1_280, 900);
      return browser;
    } catch (IOException | RuntimeException | AssertionError e) {
      delete(folder);
      throw e;
    }
  }

  /** Opens a page and waits until it has loaded. */
  public void go(String url) throws IOException {
    driver.post("url", Map.of("url", url));
  }

  /** Sets the size of the view, which may be a phone's: 390 by 844. */
  public void resize(int width, int height) throws IOException {
    driver.devTools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** Whether the user likes it dark. */
  public void prefer(boolean dark) throws IOException {
    Object scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    driver.devTools("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  /** What a function of this body returns, which runs in the page. */
  public JsonElement script(String body, Object... args) throws IOException {
    return driver.post("execute/sync", Map.of("script", body, "args", List.of(args)));
  }

  /** Whether an expression is true in the page. */
  public boolean holds(String expression) throws IOException {
    return script("return Boolean(" + expression + ")").getAsBoolean();
  }

  /** The text of the first element that {@code selector} selects, as it is rendered. */
  public String text(String selector) throws IOException {
    return script("return document.querySelector(arguments[0]).innerText", selector).getAsString();
  }

  /** How many canvases on the page have something drawn on them; one that is not shown has not. */
  public int drawnCanvases() throws IOException {
    return script(
            """
            return [...document.querySelectorAll('canvas')].filter(canvas =>
              canvas.width > 0 && canvas.height > 0 && canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height).data.some(byte => byte > 0)).length
            """)
        .getAsInt();
  }

  /** What has been written to the console since it was last asked for, errors included. */
  public List<String> console() throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonElement entry : log("browser")) {
      lines.add(entry.getAsJsonObject().get("message").getAsString());
    }
    return lines;
  }

  /**
   * The URLs of all requests so far, the pages' own among them; {@code data:} is none, and what the
   * browser's first tab asks of the browser itself is not told.
   */
  public List<String> requests() throws IOException {
    for (JsonElement entry : log("performance")) {
      String event = entry.getAsJsonObject().get("message").getAsString();
      JsonObject message =
          JsonParser.parseString(event).getAsJsonObject().getAsJsonObject("message");
      if (message.get("method").getAsString().equals("Network.requestWillBeSent")) {
        JsonObject request = message.getAsJsonObject("params").getAsJsonObject("request");
        requests.add(request.get("url").getAsString());
      }
    }
    return requests.stream()
        .filter(url -> !url.startsWith("data:") && !url.startsWith("chrome:"))
        .toList();
  }

  /** Writes what the view shows as PNG; with {@code whole} the page beyond it too. */
  public void screenshot(Path file, boolean whole) throws IOException {
    JsonElement shot =
        driver.devTools("Page.captureScreenshot", Map.of("captureBeyondViewport", whole));
    String data = shot.getAsJsonObject().get("data").getAsString();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  @Override
  public void close() throws IOException {
    try {
      driver.close();
    } finally {
      delete(folder);
    }
  }

  private Iterable<JsonElement> log(String type) throws IOException {
    return driver.post("se/log", Map.of("type", type)).getAsJsonArray();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
