package dev.heddle.fetch.http;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks for one URL after another, on connections that it reuses. For any thread. */
public final class Client {
  private static final int REQUEST_TIMEOUT = 408;

  private final Proxies proxies;
  private final Connections connections;

  public Client(Proxies proxies, Connections connections) {
    this.proxies = proxies;
    this.connections = connections;
  }

  /** How a URL of {@code origin} is reached. */
  public Route route(Origin origin) {
    return proxies.route(origin);
  }

  /**
   * Asks for {@code url} and reads the head of the response. Redirects are not followed.
   *
   * @param method GET or HEAD
   * @param headers without {@code Host}, which is added unless it is among them
   * @param addresses of the route's host, tried in turn; not empty
   * @throws ConnectException if no connection could be made
   * @throws TimeLimitException if one of the watch's limits was over
   * @throws IOException if what comes is no response
   */
  public Exchange ask(
      String method, HttpUrl url, List<Header> headers, List<InetAddress> addresses, Watch watch)
      throws IOException {
    Route route = route(url.origin());
    Request request = new Request(method, route.target(url), headers(route, headers));
    Optional<Lease> idle = connections.idle(route);
    if (idle.isPresent() && isAmong(addresses, idle.get())) {
      try {
        Exchange exchange = exchange(idle.get(), request, watch);
        if (exchange.head().status() != REQUEST_TIMEOUT) {
          return exchange;
        }
        exchange.close(); // most likely it was sent before the request came: RFC 9110, 15.5.9
      } catch (TimeLimitException e) {
        throw e;
      } catch (IOException e) {
        // Most likely the server closed it before the request came, or what comes is still of the
        // response before, which was longer than it said: neither is a failure of this one.
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
    return exchange(connect(route, addresses, watch), request, watch);
  }

  /** A connection to an address that is not wanted goes away. */
  private boolean isAmong(List<InetAddress> addresses, Lease lease) {
    boolean isWanted = addresses.contains(lease.address());
    if (!isWanted) {
      connections.discard(lease);
    }
    return isWanted;
  }

  /** Tells why the first address failed, if all do: the others are mostly the same in vain. */
  private Lease connect(Route route, List<InetAddress> addresses, Watch watch) throws IOException {
    IOException first = null;
    for (InetAddress address : addresses) {
      try {
        return connections.open(route, address, watch);
      } catch (ConnectException e) {
        if (!e.isWorthAnotherTry() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        first = first == null ? e : first;
      } catch (TimeLimitException e) {
        if (e.limit() != Limit.CONNECT) {
          throw e;
        }
        watch.restart();
        first = first == null ? e : first;
      }
    }
    if (first == null) {
      throw new IllegalArgumentException("no address of " + route);
    }
    throw first;
  }

  private Exchange exchange(Lease lease, Request request, Watch watch) throws IOException {
    boolean done = false;
    try {
      watch.begin(Limit.HEADER, lease.connection());
      ResponseHead head = lease.connection().ask(request);
      Exchange exchange =
          new Exchange(connections, lease, head, lease.connection().body(request, head), watch);
      done = true;
      return exchange;
    } catch (IOException e) {
      watch.check();
      throw e;
    } finally {
      if (!done) {
        connections.discard(lease);
      }
    }
  }

  private static List<Header> headers(Route route, List<Header> given) {
    List<Header> headers = new ArrayList<>(given.size() + 2);
    if (!haveHost(given)) {
      headers.add(new Header("Host", route.origin().authority()));
    }
    headers.addAll(given);
    if (route.proxy().isPresent() && !route.isTunnel()) {
      route
          .proxy()
          .flatMap(Proxy::authorization)
          .ifPresent(value -> headers.add(new Header("Proxy-Authorization", value)));
    }
    return headers;
  }

  private static boolean haveHost(List<Header> headers) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase("Host")) {
        return true;
      }
    }
    return false;
  }
}
