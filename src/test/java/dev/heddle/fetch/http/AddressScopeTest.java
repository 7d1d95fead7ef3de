package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class AddressScopeTest {
  @ParameterizedTest
  @CsvSource({
    "1.1.1.1, PUBLIC",
    "172.15.0.1, PUBLIC",
    "172.32.0.1, PUBLIC",
    "192.0.2.1, PUBLIC",
    "198.17.0.1, PUBLIC",
    "100.63.0.1, PUBLIC",
    "100.128.0.1, PUBLIC",
    "223.255.255.255, PUBLIC",
    "2606:4700::1111, PUBLIC",
    "2001:db8::1, PUBLIC",
    "10.0.0.1, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "192.168.1.1, PRIVATE",
    "192.0.0.170, PRIVATE",
    "100.64.0.1, PRIVATE",
    "100.127.255.255, PRIVATE",
    "198.18.0.1, PRIVATE",
    "198.19.0.1, PRIVATE",
    "224.0.0.1, PRIVATE",
    "255.255.255.255, PRIVATE",
    "fc00::1, PRIVATE",
    "fd12::1, PRIVATE",
    "fec0::1, PRIVATE",
    "ff02::1, PRIVATE",
    "64:ff9b:1::1, PRIVATE",
    "2001:0:4136:e378::1, PRIVATE",
    "127.0.0.1, LOOPBACK",
    "127.255.1.2, LOOPBACK",
    "0.0.0.0, LOOPBACK",
    "0.1.2.3, LOOPBACK",
    "::1, LOOPBACK",
    "::, LOOPBACK",
    "169.254.169.254, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "febf::1, LINK_LOCAL",
    "::ffff:127.0.0.1, LOOPBACK",
    "::127.0.0.1, LOOPBACK",
    "2002:a9fe:a9fe::1, LINK_LOCAL",
    "2002:0101:0101::1, PUBLIC",
    "64:ff9b::7f00:1, LOOPBACK",
    "64:ff9b::10.0.0.1, PRIVATE",
    "64:ff9b::1.1.1.1, PUBLIC",
  })
  void scope_ofAnAddress(String address, AddressScope expected) throws Exception {
    assertEquals(expected, AddressScope.of(InetAddress.getByName(address)));
  }

  @Test
  void redirect_leadsNeverFurtherIn() {
    assertEquals(Set.of(AddressScope.PUBLIC), targets(AddressScope.PUBLIC));
    assertEquals(Set.of(AddressScope.PUBLIC, AddressScope.PRIVATE), targets(AddressScope.PRIVATE));
    assertEquals(
        Set.of(AddressScope.PUBLIC, AddressScope.PRIVATE, AddressScope.LOOPBACK),
        targets(AddressScope.LOOPBACK));
    assertEquals(
        Set.of(AddressScope.PUBLIC, AddressScope.LINK_LOCAL), targets(AddressScope.LINK_LOCAL));
  }

  private static Set<AddressScope> targets(AddressScope from) {
    Set<AddressScope> targets = EnumSet.allOf(AddressScope.class);
    targets.removeIf(target -> !from.mayRedirectTo(target));
    return targets;
  }
}
