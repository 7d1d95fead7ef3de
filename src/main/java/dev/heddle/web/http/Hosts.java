package dev.heddle.web.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names by which this server may be asked. A page of another site can have its own name point
 * to this machine (DNS rebinding), and then reads what is answered; but it can't choose the header
 * Host. So a name must be one of ours. An address can't be pointed elsewhere: any loopback one will
 * do, and any at all where every address is listened on.
 */
final class Hosts {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:]*)(:\\d{0,5})?");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

  private final Set<String> names = new HashSet<>(Set.of("localhost"));
  private final Set<InetAddress> addresses;
  private final boolean any;

  /**
   * @param bound where the server listens
   * @param called the names that it was given for those
   */
  Hosts(Collection<InetAddress> bound, Collection<String> called) {
    addresses = Set.copyOf(bound);
    any = bound.stream().anyMatch(InetAddress::isAnyLocalAddress);
    called.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Takes the value of a header Host, a port with it or not.
   *
   * @throws RefusedException if it is malformed, or not ours
   */
  void check(String host) throws RefusedException {
    Matcher form = FORM.matcher(host);
    if (!form.matches() || form.group(1).isEmpty()) {
      throw HeadParser.bad("Host is not a name or an address with a port");
    }
    String name = form.group(1).toLowerCase(Locale.ROOT);
    if (!names.contains(name) && !isOurAddress(name)) {
      throw new RefusedException(
          Status.MISDIRECTED_REQUEST,
          "this server does not answer by that name; ask it by its address, or give it the name with --bind");
    }
  }

  /** Java would look anything up that is not an address. */
  private boolean isOurAddress(String name) {
    if (!name.startsWith("[") && !IPV4.matcher(name).matches()) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(name);
      return any || address.isLoopbackAddress() || addresses.contains(address);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
