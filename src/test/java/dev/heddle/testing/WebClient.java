package dev.heddle.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks a server for pages, each over a connection of its own.
 *
 * @param url from the scheme to the slash after the port
 */
public record WebClient(String url) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Of a server that has said {@code http http://127.0.0.1:8080/}. */
  public static WebClient of(String readyLine) {
    return new WebClient(readyLine.substring("http ".length()));
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url + path.substring(1))).timeout(TIMEOUT).build(),
          BodyHandlers.ofString());
    }
  }

  /** Waits until a sample is above {@code least}, and then changes no more for many looks. */
  public void awaitStandstill(String name, double least) throws Exception {
    AtomicInteger looks = new AtomicInteger();
    AtomicReference<Double> last = new AtomicReference<>(0.0);
    Probe.await(
        name + " stands still",
        () -> {
          double now = metric(name);
          boolean stands = now > least && now == last.getAndSet(now);
          return (stands ? looks.incrementAndGet() : looks.getAndSet(0)) >= 20;
        });
  }

  /** The value of a sample of {@code /metrics}, named with its labels. */
  public double metric(String name) throws IOException, InterruptedException {
    String body = get("/metrics").body();
    return body.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + body));
  }
}
