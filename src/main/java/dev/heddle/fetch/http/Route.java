package dev.heddle.fetch.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an origin is reached: straight, or through a proxy.
 *
 * @param origin who is asked in the end
 * @param proxy who is connected to, unless it is the origin itself
 */
public record Route(Origin origin, Optional<Proxy> proxy) {
  /** The host whose address is connected to. */
  public String host() {
    return proxy.map(Proxy::host).orElse(origin.host());
  }

  /** The port that is connected to. */
  int port() {
    return proxy.map(Proxy::port).orElse(origin.port());
  }

  /** Whether the proxy passes bytes through without seeing them, by CONNECT. */
  boolean isTunnel() {
    return proxy.isPresent() && origin.secure();
  }

  /** As {@link Origin} has it. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Route that && origin.equals(that.origin) && proxy.equals(that.proxy);
  }

  @Override
  public int hashCode() {
    return origin.hashCode() * 31 + proxy.hashCode();
  }

  /** What the request line asks for: of a proxy, the whole URL (RFC 9112, section 3.2.2). */
  String target(HttpUrl url) {
    return proxy.isPresent() && !isTunnel() ? url.toString() : url.target();
  }
}
