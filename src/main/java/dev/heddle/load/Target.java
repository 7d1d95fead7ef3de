package dev.heddle.load;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * What is loaded.
 *
 * @param kind the protocol
 * @param host a name or an address, IPv6 without brackets
 * @param port from 1 to 65535
 * @param path what HTTP asks for, with its query; empty otherwise
 */
public record Target(Kind kind, String host, int port, String path) {
  private static final int HTTP_PORT = 80;

  /** The protocols. */
  public enum Kind {
    TCP,
    UDP,
    HTTP;

    String scheme() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads {@code tcp://host:port}, {@code udp://host:port} or {@code http://host:port/path}.
   *
   * @throws IllegalArgumentException naming what is allowed
   */
  public static Target parse(String text) {
    try {
      URI uri = new URI(text);
      for (Kind kind : Kind.values()) {
        if (kind.scheme().equalsIgnoreCase(uri.getScheme())) {
          return of(kind, uri);
        }
      }
    } catch (URISyntaxException e) {
      // reported below, like everything else that is no target
    }
    throw wrong(text);
  }

  private static Target of(Kind kind, URI uri) {
    String host = uri.getHost();
    int port = uri.getPort() < 0 && kind == Kind.HTTP ? HTTP_PORT : uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    boolean hasRest = !path.isEmpty() || !query.isEmpty();
    if (host == null
        || port < 1
        || port > 65_535
        || uri.getRawUserInfo() != null
        || (kind != Kind.HTTP && hasRest && !path.equals("/"))) {
      throw wrong(uri.toString());
    }
    String asked = kind == Kind.HTTP ? (path.isEmpty() ? "/" : path) + query : "";
    return new Target(kind, host.replaceAll("[\\[\\]]", ""), port, asked);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "'%s' is not a target: write tcp://HOST:PORT, udp://HOST:PORT or http://HOST:PORT/PATH"
            .formatted(text));
  }

  /** Host and port, as HTTP names them. */
  String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return kind.scheme() + "://" + authority() + path;
  }
}
