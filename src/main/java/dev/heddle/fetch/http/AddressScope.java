package dev.heddle.fetch.http;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * How far an address reaches (RFC 6890). A server may not send the fetcher on to where the server
 * itself can't go: to this machine, the network behind it, or a cloud's metadata service
 * (server-side request forgery, CWE-918).
 */
public enum AddressScope {
  /** Anywhere on the internet. */
  PUBLIC,
  /** A network of its own, or nothing that is an address of a server. */
  PRIVATE,
  /** This machine. */
  LOOPBACK,
  /** The same wire; in clouds, the metadata service. */
  LINK_LOCAL;

  /** The scope of {@code address}; one that holds an IPv4 address has that one's. */
  public static AddressScope of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? ofIpv4(bytes, 0) : ofIpv6(bytes);
  }

  /** Whether a redirect may lead from an address of this scope to one of {@code target}. */
  public boolean mayRedirectTo(AddressScope target) {
    return target == PUBLIC || target == this || (this == LOOPBACK && target == PRIVATE);
  }

  private static AddressScope ofIpv4(byte[] bytes, int start) {
    int first = bytes[start] & 0xFF;
    int second = bytes[start + 1] & 0xFF;
    if (first == 127 || first == 0) { // Linux takes 0.0.0.0 for itself
      return LOOPBACK;
    }
    if (first == 169 && second == 254) {
      return LINK_LOCAL;
    }
    boolean isPrivate =
        first == 10
            || (first == 172 && second >> 4 == 1)
            || (first == 192 && second == 168)
            || (first == 192 && second == 0 && bytes[start + 2] == 0)
            || (first == 100 && second >> 6 == 1) // carriers' NAT
            || (first == 198 && second >> 1 == 9) // benchmarks
            || first >= 224; // multicast, reserved, broadcast
    return isPrivate ? PRIVATE : PUBLIC;
  }

  private static AddressScope ofIpv6(byte[] bytes) {
    if (isZero(bytes, 0, 15) && (bytes[15] == 0 || bytes[15] == 1)) {
      return LOOPBACK; // :: and ::1
    }
    int embedded = embeddedIpv4(bytes);
    if (embedded >= 0) {
      return ofIpv4(bytes, embedded);
    }
    int start = start(bytes, 0);
    if ((start & 0xFFC0) == 0xFE80) {
      return LINK_LOCAL;
    }
    // Only 2000::/3 is given out; Teredo (2001::/32) hides its IPv4 address and is long dead.
    boolean isGlobal = (start & 0xE000) == 0x2000 && !(start == 0x2001 && start(bytes, 2) == 0);
    return isGlobal ? PUBLIC : PRIVATE;
  }

  /** Where an IPv4 address stands in the other: compatible, 6to4 or behind NAT64; else -1. */
  private static int embeddedIpv4(byte[] bytes) {
    if (isZero(bytes, 0, 12)) {
      return 12;
    }
    if (start(bytes, 0) == 0x2002) {
      return 2;
    }
    boolean isNat64 =
        start(bytes, 0) == 0x0064 && start(bytes, 2) == 0xFF9B && isZero(bytes, 4, 12);
    boolean isMapped = isZero(bytes, 0, 10) && start(bytes, 10) == 0xFFFF;
    return isNat64 || isMapped ? 12 : -1;
  }

  private static int start(byte[] bytes, int index) {
    return (bytes[index] & 0xFF) << 8 | (bytes[index + 1] & 0xFF);
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
