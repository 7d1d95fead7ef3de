package dev.heddle.server;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * Where a server listens.
 *
 * @param protocol {@code tcp}, {@code udp} or {@code http}
 * @param address the address and port as bound
 */
public record Endpoint(String protocol, InetSocketAddress address) {
  /** As in {@code tcp 127.0.0.1:9999}, {@code udp [::1]:9999}, {@code http http://[::1]:8080/}. */
  @Override
  public String toString() {
    return protocol.equals("http")
        ? "http http://" + text(address) + "/"
        : protocol + " " + text(address);
  }

  /** An address and port as people write them: IPv6 in brackets and short. */
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return address.getAddress() instanceof Inet6Address
        ? "[" + shorten(host) + "]:" + address.getPort()
        : host + ":" + address.getPort();
  }

  /** The longest run of zero groups as {@code ::} (RFC 5952); Java writes every group. */
  private static String shorten(String host) {
    String[] scoped = host.split("%", 2);
    String best = "";
    for (String run = ":0:0:0:0:0:0:0:0"; run.length() > 2; run = run.substring(2)) {
      if ((":" + scoped[0] + ":").contains(run + ":")) {
        best = run + ":";
        break;
      }
    }
    String text = scoped[0];
    if (!best.isEmpty()) {
      String padded = ":" + text + ":";
      int at = padded.indexOf(best);
      String before = padded.substring(0, at);
      String after = padded.substring(at + best.length());
      text =
          (before.isEmpty() ? "" : before.substring(1))
              + "::"
              + (after.isEmpty() ? "" : after.substring(0, after.length() - 1));
    }
    return scoped.length > 1 ? text + "%" + scoped[1] : text;
  }
}
