package dev.heddle.server;

import dev.heddle.server.ListenException.Reason;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the addresses that a server is told to listen on come to, before anything is bound. */
final class BindAddresses {
  private BindAddresses() {}

  /** IPv4's and IPv6's, whether the machine has them or not. */
  static List<InetAddress> loopbacks() {
    try {
      return List.of(
          InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
          InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    } catch (IOException e) {
      throw new AssertionError("4 and 16 bytes are an address", e);
    }
  }

  /** Those of {@code named} that no wildcard among them takes already, in their order. */
  static List<InetAddress> uncovered(Set<InetAddress> named) {
    return named.stream()
        .filter(address -> named.stream().noneMatch(other -> covers(other, address)))
        .toList();
  }

  /**
   * Every wildcard as the addresses that the machine lists now, beside what is named itself: Java
   * cannot choose the source of a reply, so each address needs a socket of its own to be answered
   * from.
   */
  static Set<InetAddress> expand(Set<InetAddress> named) throws ListenException {
    Set<InetAddress> all = new LinkedHashSet<>();
    for (InetAddress address : named) {
      if (address.isAnyLocalAddress()) {
        all.addAll(listed(address));
      } else {
        all.add(address);
      }
    }
    return all;
  }

  private static List<InetAddress> listed(InetAddress wildcard) throws ListenException {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(each -> covers(wildcard, each))
          .toList();
    } catch (IOException e) {
      throw new ListenException(
          Reason.OTHER,
          "cannot list this machine's addresses for "
              + wildcard.getHostAddress()
              + ": "
              + e.getMessage()
              + "; name them with --bind",
          e);
    }
  }

  /** The wildcard of IPv6 takes every address, that of IPv4 every one of IPv4. */
  private static boolean covers(InetAddress wildcard, InetAddress address) {
    return wildcard.isAnyLocalAddress()
        && !wildcard.equals(address)
        && (wildcard instanceof Inet6Address || address instanceof Inet4Address);
  }
}
