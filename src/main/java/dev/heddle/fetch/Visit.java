package dev.heddle.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.fetch.Schedule.Turn;
import dev.heddle.fetch.http.AddressScope;
import dev.heddle.fetch.http.Client;
import dev.heddle.fetch.http.Exchange;
import dev.heddle.fetch.http.Header;
import dev.heddle.fetch.http.HttpUrl;
import dev.heddle.fetch.http.ResponseHead;
import dev.heddle.fetch.http.Route;
import dev.heddle.fetch.http.UrlException;
import dev.heddle.fetch.http.Watch;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * One try: asks for a URL and follows redirects (RFC 9110, section 15.4) as far as they are safe.
 * The server decides where they lead, so they lead neither from https to http nor to where only we
 * can go, and no other origin is told what the caller says of itself.
 */
final class Visit {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final FetchConfig config;
  private final Client client;
  private final RequestHeaders headers;
  private final Turn turn;
  private final Watch watch;
  private HttpUrl url;
  private int status;

  Visit(FetchConfig config, Client client, RequestHeaders headers, Turn turn, Watch watch) {
    this.config = config;
    this.client = client;
    this.headers = headers;
    this.turn = turn;
    this.watch = watch;
    this.url = turn.job().url();
  }

  /** The URL that was asked for last. */
  HttpUrl url() {
    return url;
  }

  /** The status of the last response; 0 if there is none. */
  int status() {
    return status;
  }

  /**
   * Asks, and asks on where a redirect leads.
   *
   * @param encoding that is accepted
   * @param ours further headers
   * @return a response that is no redirect
   */
  Exchange ask(String encoding, List<Header> ours) throws IOException, InterruptedException {
    List<InetAddress> addresses = addresses();
    for (int redirects = 0; ; redirects++) {
      boolean sameOrigin = url.origin().equals(turn.job().url().origin());
      status = 0;
      Exchange exchange =
          client.ask(
              config.headOnly() ? "HEAD" : "GET",
              url,
              headers.of(encoding, ours, sameOrigin),
              addresses,
              watch);
      status = exchange.head().status();
      if (!REDIRECTS.contains(status)) {
        return exchange;
      }
      AddressScope from;
      HttpUrl next;
      try (exchange) {
        from = scope(exchange);
        next = next(exchange.head(), redirects);
        exchange.readOn();
      }
      boolean isElsewhere = !next.origin().equals(url.origin());
      url = next;
      if (isElsewhere) {
        turn.pause(); // the slot was the other host's
        turn.resume(next.origin());
      }
      addresses = reachableFrom(from, addresses());
    }
  }

  private HttpUrl next(ResponseHead head, int redirects) throws FailedTry {
    String location =
        head.first("Location")
            .orElseThrow(() -> FailedTry.forGood("a redirect (" + status + ") to nowhere"));
    HttpUrl next;
    try {
      next = url.resolve(inUtf8(location));
    } catch (UrlException e) {
      throw FailedTry.forGood("a redirect that is not followed: " + e.getMessage(), e);
    }
    if (redirects == config.maxRedirects()) {
      throw FailedTry.forGood(
          "more than %d redirects; the next would lead to %s".formatted(redirects, next));
    }
    if (url.origin().secure() && !next.origin().secure()) {
      throw FailedTry.forGood("a redirect from https to " + next + " is not followed");
    }
    return next;
  }

  /** Heads are read as Latin-1. Where that is UTF-8, it means that, as browsers have it. */
  private static String inUtf8(String latin1) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(latin1.getBytes(ISO_8859_1))).toString();
    } catch (CharacterCodingException e) {
      return latin1;
    }
  }

  /** Where a response came from; behind a proxy, from anywhere. */
  private static AddressScope scope(Exchange exchange) {
    return exchange.route().proxy().isPresent()
        ? AddressScope.PUBLIC
        : AddressScope.of(exchange.address());
  }

  private List<InetAddress> reachableFrom(AddressScope from, List<InetAddress> all)
      throws FailedTry {
    if (client.route(url.origin()).proxy().isPresent()) {
      return all; // the proxy's own, which the environment names
    }
    List<InetAddress> reachable =
        all.stream().filter(each -> from.mayRedirectTo(AddressScope.of(each))).toList();
    if (reachable.isEmpty()) {
      throw FailedTry.forGood(
          "a redirect to %s is not followed: it leads to a network (%s) that is not the server's"
              .formatted(url, all.getFirst().getHostAddress()));
    }
    return reachable;
  }

  private List<InetAddress> addresses() throws FailedTry {
    try {
      return turn.addresses().join();
    } catch (CompletionException e) {
      Route route = client.route(url.origin());
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      String reason =
          cause instanceof TimeoutException
              ? "the host '%s' was not found in time: no name server answers"
                  .formatted(route.host())
              : String.valueOf(cause.getMessage());
      throw FailedTry.forGood(
          route.proxy().map(proxy -> "the proxy " + proxy + ": " + reason).orElse(reason), cause);
    }
  }
}
