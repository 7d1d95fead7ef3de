package dev.heddle.fetch.http;

/**
 * Who answers for a URL (RFC 6454): what belongs to one origin is not told to another.
 *
 * @param secure whether TLS is spoken
 * @param host a name or an address, in lower case, without brackets
 * @param port from 1 to 65,535
 */
public record Origin(boolean secure, String host, int port) {
  /** The port where none is given. */
  static int defaultPort(boolean secure) {
    return secure ? 443 : 80;
  }

  /** Whether the port is the one of the scheme. */
  public boolean hasDefaultPort() {
    return port == defaultPort(secure);
  }

  /** Host and port as the header {@code Host} has them. */
  public String authority() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return hasDefaultPort() ? shown : shown + ":" + port;
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority();
  }
}
