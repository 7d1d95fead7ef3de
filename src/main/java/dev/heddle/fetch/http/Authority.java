package dev.heddle.fetch.http;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the host and the port of a URL. */
final class Authority {
  private static final Pattern FORM = Pattern.compile("(\\[.*]|[^:\\[\\]]*)(?::(.*))?");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

  private Authority() {}

  /**
   * The origin that {@code authority} names; it holds no user.
   *
   * @throws UrlException naming what is wrong
   */
  static Origin origin(boolean secure, String authority) throws UrlException {
    Matcher matcher = FORM.matcher(authority);
    if (!matcher.matches()) {
      throw new UrlException(
          "the host '" + authority + "' is neither a name nor an address; IPv6 goes in brackets");
    }
    String port = matcher.group(2);
    boolean hasPort = port != null && !port.isEmpty();
    return new Origin(
        secure, host(matcher.group(1)), hasPort ? port(port) : Origin.defaultPort(secure));
  }

  private static int port(String text) throws UrlException {
    if (text.matches("\\d{1,5}")) {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    }
    throw new UrlException("the port '" + text + "' does not go from 1 to 65535");
  }

  private static String host(String text) throws UrlException {
    if (text.startsWith("[")) {
      return ipv6(text.substring(1, text.length() - 1));
    }
    String host = ascii(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
    if (host.isEmpty()) {
      throw new UrlException("a URL without a host");
    }
    if (IPV4.matcher(host).matches()) {
      return host;
    }
    String last = host.substring(host.lastIndexOf('.') + 1);
    // Resolvers read such as addresses (127.1, 0x7f.1, 2130706433, 0177.0.0.1), each in its own
    // way.
    if (last.matches("\\d+|0x[0-9a-f]*")) {
      throw new UrlException(
          "the address '" + text + "' is not written as four numbers from 0 to 255");
    }
    for (String label : host.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        throw new UrlException("the host '" + text + "' is neither a name nor an address");
      }
    }
    if (host.length() > 253) {
      throw new UrlException("a host of more than 253 characters");
    }
    return host;
  }

  private static String ascii(String host) throws UrlException {
    try {
      return Ascii.lowerCase(IDN.toASCII(host));
    } catch (IllegalArgumentException e) {
      throw new UrlException("the host '" + host + "' is neither a name nor an address");
    }
  }

  /** In the one form that Java prints, so that equal addresses are equal texts. */
  private static String ipv6(String text) throws UrlException {
    // Java would look anything up that has no colon, and takes zones, which mean nothing elsewhere.
    if (text.indexOf(':') >= 0 && text.matches("[0-9A-Fa-f:.]+")) {
      try {
        return InetAddress.getByName("[" + text + "]").getHostAddress();
      } catch (UnknownHostException e) {
        // reported below
      }
    }
    throw new UrlException("'[" + text + "]' is not an IPv6 address");
  }
}
