package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wildcard on a machine that lists more than it has: in a network namespace, as root. */
@Timeout(60)
final class WildcardIT {
  /** An IPv6 address stays tentative, listed but not to be bound, while it is probed for. */
  private static final String TENTATIVE_ADDRESS =
      """
      ip link set lo up &&
      ip link add one type veth peer name two &&
      echo 60 > /proc/sys/net/ipv6/conf/one/dad_transmits &&
      echo 1 > /proc/sys/net/ipv6/conf/two/disable_ipv6 &&
      ip link set two up &&
      ip link set one up &&
      ip addr add fd09::1/64 dev one &&
      exec "$@"
      """;

  @Test
  @Tag("tools")
  void wildcard_addressNotYetUsable_isPassedOverWithANotice() throws Exception {
    List<String> inNamespace = List.of("unshare", "--net", "sh", "-c", TENTATIVE_ADDRESS, "sh");
    try (HeddleProcess server =
        HeddleProcess.start(
            inNamespace, List.of(), "serve", "--no-http", "--bind=::", "--port=9999")) {
      Set<String> ready = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        ready.add(server.readLine());
      }

      assertEquals(Set.of("tcp [::]:9999", "udp [::1]:9999", "udp 127.0.0.1:9999"), ready);
      Probe.await(
          "the notice",
          () -> server.err().contains("passed over [fd09::1%one]:9999, which this machine lacks"));
      server.terminate();
      assertEquals(0, server.awaitExit());
      assertTrue(server.err().contains("stopped gracefully"), server::toString);
    }
  }
}
