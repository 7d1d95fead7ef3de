package dev.heddle.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.testing.RunningServer;
import dev.heddle.testing.UdpPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --bind} names, and what is bound. */
@Timeout(30)
final class EndpointsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1 127.0.0.1         | tcp 127.0.0.1",
        "127.0.0.1 ::1 127.0.0.1     | tcp 127.0.0.1, tcp [::1]",
        "0.0.0.0 127.0.0.1           | tcp 0.0.0.0",
        "127.0.0.1 0.0.0.0           | tcp 0.0.0.0",
        "0.0.0.0 ::1                 | tcp 0.0.0.0, tcp [::1]",
        "127.0.0.2 ::                | tcp [::]",
        ":: 0.0.0.0 127.0.0.1        | tcp [::]",
      })
  void bind_namedTwiceOrCoveredByAWildcard_isBoundOnce(String bind, String tcp) throws Exception {
    List<InetAddress> addresses = addresses(bind.split(" "));
    try (RunningServer server = RunningServer.start(config -> config.bind(addresses))) {
      List<String> bound =
          server.endpoints().stream()
              .filter(each -> each.protocol().equals("tcp"))
              .map(each -> each.toString().replaceAll(":\\d+$", ""))
              .toList();

      assertEquals(tcp, String.join(", ", bound));
    }
  }

  @Test
  void udp_namedBesideTheWildcard_isBoundAlthoughTheMachineDoesNotListIt() throws Exception {
    List<InetAddress> addresses = addresses("0.0.0.0", "127.0.0.2");
    try (RunningServer server = RunningServer.start(config -> config.bind(addresses))) {
      int port = server.address("udp").getPort();
      InetSocketAddress named = new InetSocketAddress("127.0.0.2", port);

      try (UdpPeer client = UdpPeer.connectedTo(named)) {
        assertEquals("Hello, you!", client.ask("you", named));
      }
      List<Endpoint> all = server.endpoints();
      assertEquals(all.size(), all.stream().distinct().count(), all::toString);
    }
  }

  /** The kernel's limit is read by a tool of the system's, not as the server reads it. */
  @Test
  void backlog_moreThanTheKernelHolds_isSaidToBeCappedAtThat() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "only Linux says what it holds");
    Process cat = new ProcessBuilder("cat", "/proc/sys/net/core/somaxconn").start();
    int most = Integer.parseInt(cat.inputReader(UTF_8).readLine());

    assertEquals(List.of(), notices(most));
    assertEquals(
        List.of("--backlog " + (most + 1) + " is capped at " + most + " by net.core.somaxconn"),
        notices(most + 1));
  }

  private static List<String> notices(int backlog) throws Exception {
    ServerConfig config =
        ServerConfig.builder()
            .bind(List.of(InetAddress.getByName("127.0.0.1")))
            .port(0)
            .backlog(backlog)
            .build();
    try (Endpoints endpoints = Endpoints.bind(config)) {
      return List.copyOf(endpoints.notices());
    }
  }

  @Test
  void udp_portTakenByAnother_namesItAndClosesTheOthers() throws Exception {
    List<InetAddress> two = addresses("127.0.0.1", "127.0.0.2");
    int port; // that is free for TCP
    try (ServerSocket free = new ServerSocket(0, 1, two.getFirst())) {
      port = free.getLocalPort();
    }
    try (UdpPeer other = UdpPeer.at("127.0.0.2", port)) {
      ListenException failure =
          assertThrows(
              ListenException.class,
              () -> RunningServer.start(config -> config.bind(two).port(port)).close());

      assertEquals(port, other.address().getPort());
      assertEquals(ListenException.Reason.TAKEN, failure.reason());
      assertTrue(
          String.valueOf(failure.getMessage()).contains("udp 127.0.0.2:" + port),
          failure::getMessage);
      try (ServerSocket tcp = new ServerSocket(port, 1, two.getFirst());
          UdpPeer udp = UdpPeer.at("127.0.0.1", port)) {
        assertEquals(tcp.getLocalPort(), udp.address().getPort());
      }
    }
  }

  @Test
  void named_lackingAddress_isAnErrorThatNamesIt() throws Exception {
    List<InetAddress> lacking = addresses("127.0.0.1", "203.0.113.7");

    ListenException failure =
        assertThrows(
            ListenException.class,
            () -> RunningServer.start(config -> config.bind(lacking)).close());

    assertEquals(ListenException.Reason.NO_SUCH_ADDRESS, failure.reason());
    assertTrue(
        String.valueOf(failure.getMessage()).contains("tcp 203.0.113.7:"), failure::getMessage);
  }

  @Test
  void bind_noOpenFileLeft_namesTheRemedy() {
    ListenException failure =
        ListenException.of(
            "tcp",
            new InetSocketAddress("127.0.0.1", 9999),
            new SocketException("Too many open files"));

    assertEquals(
        "cannot listen on tcp 127.0.0.1:9999: Too many open files; allow more open files (ulimit -n)",
        failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "::1, [::1]:9",
    "::, [::]:9",
    "fd00:0:0:1:0:0:0:2, [fd00:0:0:1::2]:9",
    "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:9",
    "2001:db8::10:0:0:1, [2001:db8::10:0:0:1]:9",
    "10:0:0:20:30:0:0:0, [10:0:0:20:30::]:9",
    "127.0.0.1, 127.0.0.1:9",
  })
  void text_ofAnAddress_isShort(String address, String text) throws Exception {
    assertEquals(text, Endpoint.text(new InetSocketAddress(InetAddress.getByName(address), 9)));
  }

  private static List<InetAddress> addresses(String... names) throws Exception {
    List<InetAddress> all = new ArrayList<>();
    for (String name : names) {
      all.add(InetAddress.getByName(name));
    }
    return all;
  }
}
