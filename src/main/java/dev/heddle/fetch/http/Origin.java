package dev.heddle.fetch.http;

import org.jspecify.annotations.Nullable;

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

  /** As every record has it; but that one takes 10 ms when it is first needed, as its hash does. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin that
        && secure == that.secure
        && port == that.port
        && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return (host.hashCode() * 31 + port) * 31 + (secure ? 1 : 0);
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority();
  }
}
