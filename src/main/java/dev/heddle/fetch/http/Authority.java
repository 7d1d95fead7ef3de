package dev.heddle.fetch.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Reads the host and the port of a URL. */
final class Authority {
  private static final int LONGEST_LABEL = 63;

  private Authority() {}

  /**
   * The origin that {@code authority} names; it holds no user.
   *
   * @throws UrlException naming what is wrong
   */
  static Origin origin(boolean secure, String authority) throws UrlException {
    boolean isBracketed = authority.startsWith("[");
    int colon = authority.indexOf(':', isBracketed ? authority.lastIndexOf(']') + 1 : 0);
    String host = colon < 0 ? authority : authority.substring(0, colon);
    String port = colon < 0 ? "" : authority.substring(colon + 1);
    boolean isWellFormed =
        isBracketed ? host.endsWith("]") : host.indexOf('[') < 0 && host.indexOf(']') < 0;
    if (!isWellFormed) {
      throw new UrlException(
          "the host '" + authority + "' is neither a name nor an address; IPv6 goes in brackets");
    }
    return new Origin(secure, host(host), port.isEmpty() ? Origin.defaultPort(secure) : port(port));
  }

  private static int port(String text) throws UrlException {
    if (text.length() <= 5 && Ascii.isNumber(text)) {
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
    String[] labels = host.split("\\.", -1);
    if (isIpv4(labels)) {
      return host;
    }
    String last = labels[labels.length - 1];
    // Resolvers read such as addresses (127.1, 0x7f.1, 2130706433, 0177.0.0.1), each in its own
    // way.
    if (Ascii.isNumber(last) || last.matches("0x[0-9a-f]*")) {
      throw new UrlException(
          "the address '" + text + "' is not written as four numbers from 0 to 255");
    }
    for (String label : labels) {
      if (!isLabel(label)) {
        throw new UrlException("the host '" + text + "' is neither a name nor an address");
      }
    }
    if (host.length() > 253) {
      throw new UrlException("a host of more than 253 characters");
    }
    return host;
  }

  /** Four numbers from 0 to 255, without leading zeros: some read those as octal. */
  private static boolean isIpv4(String[] labels) {
    for (String label : labels) {
      boolean isByte =
          label.length() <= 3
              && Ascii.isNumber(label)
              && Integer.parseInt(label) <= 255
              && (label.length() == 1 || label.charAt(0) != '0');
      if (!isByte) {
        return false;
      }
    }
    return labels.length == 4;
  }

  /** A label of a name, and the underscore that some have (RFC 1123, section 2.1). */
  private static boolean isLabel(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      boolean isInside = i > 0 && i < text.length() - 1;
      boolean isAllowed =
          (each >= 'a' && each <= 'z')
              || Ascii.isDigit(each)
              || each == '_'
              || (each == '-' && isInside);
      if (!isAllowed) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= LONGEST_LABEL;
  }

  private static String ascii(String host) throws UrlException {
    if (host.length() == host.getBytes(UTF_8).length) {
      return Ascii.lowerCase(host);
    }
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
