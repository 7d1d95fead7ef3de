package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines and JVMs without IPv6: the default passes it over, a wish for it is refused. */
@Timeout(60)
final class WithoutIpv6IT {
  private static final List<String> WITHOUT_IPV6 =
      Namespace.of("echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6", List.of());
  private static final List<String> IPV4_STACK = List.of("-Djava.net.preferIPv4Stack=true");

  @Test
  @Tag("tools")
  void serve_machineWithoutIpv6_greetsOverIpv4AndLogsOneLine() throws Exception {
    try (HeddleProcess server =
        HeddleProcess.start(WITHOUT_IPV6, List.of(), "serve", "--no-http")) {
      String tcp = server.readLine();
      String udp = server.readLine();

      List<String> client = new ArrayList<>(Namespace.enter(server.pid()));
      client.addAll(List.of("perl", "src/test/clients/lines.pl", "127.0.0.1", "9999", "Sarah"));
      Outcome greeted = Command.run(client);

      assertEquals("tcp 127.0.0.1:9999", tcp);
      assertEquals("udp 127.0.0.1:9999", udp);
      assertEquals(List.of("Welcome!", "Hello, Sarah!", "closed"), greeted.out());
      assertPassedOverOnce(server, "[::1]:9999");
    }
  }

  @Test
  @Tag("tools")
  void serve_machineWithoutIpv6NamedAddress_isRefused() throws Exception {
    Outcome outcome =
        Command.run(
            HeddleProcess.command(
                WITHOUT_IPV6,
                List.of(),
                "serve",
                "--no-http",
                "--bind",
                "127.0.0.1",
                "--bind",
                "::1"));

    assertRefused(outcome, "tcp [::1]:9999");
  }

  @Test
  void serve_jvmWithoutIpv6_listensOnIpv4AndLogsOneLine() throws Exception {
    try (HeddleProcess server =
        HeddleProcess.start(List.of(), IPV4_STACK, "serve", "--no-http", "--port", "0")) {
      int port = server.readTcpAddress().getPort();

      assertEquals("udp 127.0.0.1:" + port, server.readLine());
      server.terminate();
      assertEquals(0, server.awaitExit());
      assertPassedOverOnce(server, "[::1]:" + port);
    }
  }

  @Test
  void serve_jvmWithoutIpv6NamedAddress_isRefused() throws Exception {
    Outcome outcome =
        Command.run(
            HeddleProcess.command(
                List.of(), IPV4_STACK, "serve", "--no-http", "--port", "0", "--bind", "::1"));

    assertRefused(outcome, "tcp [::1]:0");
  }

  private static void assertPassedOverOnce(HeddleProcess server, String address) throws Exception {
    List<String> lines =
        server.errLines().stream().filter(line -> line.contains("passed over")).toList();
    assertEquals(1, lines.size(), server.err());
    assertTrue(lines.getFirst().contains(address), lines.getFirst());
  }

  private static void assertRefused(Outcome outcome, String endpoint) {
    assertEquals(3, outcome.code(), outcome::toString);
    assertEquals(List.of(), outcome.out());
    assertEquals(1, outcome.err().size(), outcome::toString);
    String line = outcome.err().getFirst();
    assertTrue(line.startsWith("heddle serve: cannot listen on " + endpoint + ": "), line);
    assertTrue(line.contains("--bind"), line);
  }
}
