package dev.heddle.bench;

import dev.heddle.fetch.http.Client;
import dev.heddle.fetch.http.Connections;
import dev.heddle.fetch.http.Exchange;
import dev.heddle.fetch.http.Header;
import dev.heddle.fetch.http.HttpUrl;
import dev.heddle.fetch.http.Limit;
import dev.heddle.fetch.http.Proxies;
import dev.heddle.fetch.http.Tls;
import dev.heddle.fetch.http.UrlException;
import dev.heddle.fetch.http.Watch;
import dev.heddle.fetch.http.Watchdog;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Heddle's client, watched as it is in a fetch. */
final class HeddleGetter implements Getter {
  private static final List<Header> HEADERS =
      List.of(new Header("User-Agent", "heddle"), new Header("Accept", "*/*"));
  private static final Map<Limit, Duration> LIMITS =
      Map.of(Limit.CONNECT, LIMIT, Limit.HEADER, LIMIT, Limit.IDLE, LIMIT);

  private final List<HttpUrl> urls = new ArrayList<>();
  private final List<InetAddress> addresses;
  private final Connections connections;
  private final Client client;
  private final Stop stop = Stop.onRequest();
  private final Watchdog watchdog = new Watchdog(Ticker.system(), stop);

  HeddleGetter(List<String> texts, int connections) throws UrlException, UnknownHostException {
    for (String text : texts) {
      urls.add(HttpUrl.parse(text));
    }
    this.addresses = List.of(InetAddress.getByName(urls.getFirst().origin().host()));
    this.connections = new Connections(Tls.ofTheJdk(), connections);
    this.client = new Client(Proxies.none(), this.connections);
    Thread.ofPlatform().daemon().name("watchdog").start(this::watch);
  }

  @Override
  public long get(int index) throws IOException {
    long length = 0;
    try (Watch watch = watchdog.watch(LIMITS);
        Exchange exchange = client.ask("GET", urls.get(index), HEADERS, addresses, watch)) {
      for (ByteBuffer bytes = exchange.next(); bytes.hasRemaining(); bytes = exchange.next()) {
        length += bytes.remaining();
      }
    }
    return length;
  }

  @Override
  public void close() {
    stop.request();
    connections.close();
  }

  private void watch() {
    try {
      watchdog.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
