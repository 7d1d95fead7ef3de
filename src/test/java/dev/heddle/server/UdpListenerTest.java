package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.stats.DropReason;
import dev.heddle.stats.ServerSnapshot;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.UdpPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams of every length, clients that are gone, and the address of the reply (22 to 24). */
@Timeout(30)
final class UdpListenerTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_199, 1_200})
  void request_upToTheLimit_comesBackWhole(int length) throws Exception {
    String request = "n".repeat(length);
    try (RunningServer server = RunningServer.start();
        UdpPeer client = UdpPeer.at("127.0.0.1")) {
      assertEquals("Hello, " + request + "!", client.ask(request, server.address("udp")));
      // The count follows the reply.
      server.await("the count of it", snapshot -> snapshot.datagramReplies() == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_201, 1_202, 65_507})
  void request_overTheLimit_isCountedAndNotAnswered(int length) throws Exception {
    try (RunningServer server = RunningServer.start();
        UdpPeer client = UdpPeer.at("127.0.0.1")) {
      client.send("n".repeat(length), server.address("udp"));

      assertEquals("Hello, marker!", client.ask("marker", server.address("udp")));
      server.await("the count of that reply", snapshot -> snapshot.datagramReplies() == 1);
      ServerSnapshot snapshot = server.snapshot();
      assertEquals(2, snapshot.datagrams());
      assertEquals(1, snapshot.dropped().get(DropReason.TOO_LONG));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a\\n|a!\\n",
        "a\\r\\n|a!\\r\\n",
        "\\n|!\\n",
        "\\r\\n|!\\r\\n",
        "a\\r|a\\r!",
        "a\\nb|a\\nb!",
        "a\\n\\n|a\\n!\\n",
        "exit|exit!",
        "\u00c3(\u00ff|\u00c3(\u00ff!"
      })
  void terminator_ofTheRequest_endsTheReply(String request, String reply) throws Exception {
    try (RunningServer server = RunningServer.start();
        UdpPeer client = UdpPeer.at("127.0.0.1")) {
      assertEquals(
          "Hello, " + reply.translateEscapes(),
          client.ask(request.translateEscapes(), server.address("udp")));
    }
  }

  @Test
  void shorterRequest_afterALongerOne_getsNothingOfIt() throws Exception {
    try (RunningServer server = RunningServer.start();
        UdpPeer client = UdpPeer.at("127.0.0.1")) {
      var unused = client.ask("somebody with a long name\r\n", server.address("udp"));

      assertEquals("Hello, a!", client.ask("a", server.address("udp")));
    }
  }

  @Test
  void client_goneBeforeItsReply_changesNothing() throws Exception {
    int gone = 100;
    try (RunningServer server = RunningServer.start()) {
      for (int i = 0; i < gone; i++) {
        try (UdpPeer client = UdpPeer.at("127.0.0.1")) {
          client.send("x", server.address("udp"));
        }
      }

      server.await("all of them", snapshot -> snapshot.datagrams() == gone);
      try (UdpPeer client = UdpPeer.at("127.0.0.1")) {
        assertEquals("Hello, marker!", client.ask("marker", server.address("udp")));
      }
      server.await(
          "the count of every reply",
          snapshot ->
              snapshot.datagramReplies()
                      + snapshot.dropped().getOrDefault(DropReason.SEND_FAILED, 0L)
                  == gone + 1);
    }
  }

  @Test
  void reply_isSentFromTheAddressAsked() throws Exception {
    List<InetAddress> three = addresses("127.0.0.1", "127.0.0.2", "::1");
    try (RunningServer server = RunningServer.start(config -> config.bind(three))) {
      List<InetSocketAddress> udp = udp(server);

      assertEquals(three, udp.stream().map(InetSocketAddress::getAddress).toList());
      assertEachAnswers(udp);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void wildcard_isEveryAddressThatTheMachineLists(String wildcard) throws Exception {
    List<InetAddress> any = addresses(wildcard);
    try (RunningServer server = RunningServer.start(config -> config.bind(any))) {
      List<InetSocketAddress> udp = udp(server);

      assertTrue(udp.stream().noneMatch(each -> each.getAddress().isAnyLocalAddress()));
      assertTrue(udp.stream().anyMatch(each -> each.getHostString().equals("127.0.0.1")));
      assertEquals(
          wildcard.equals("::"),
          udp.stream().anyMatch(each -> each.getAddress().getAddress().length == 16));
      System.out.println("udp " + wildcard + " is " + udp);
      assertEachAnswers(udp);
    }
  }

  @Test
  void portZero_severalAddresses_isOneNumberForAll() throws Exception {
    List<InetAddress> three = addresses("127.0.0.1", "127.0.0.2", "::1");
    try (RunningServer server = RunningServer.start(config -> config.bind(three))) {
      assertEquals(6, server.endpoints().size());
      assertEquals(
          1, server.endpoints().stream().map(each -> each.address().getPort()).distinct().count());
    }
  }

  @Test
  void withoutUdp_noSocketIsBound() throws Exception {
    try (RunningServer server = RunningServer.start(config -> config.udp(false));
        UdpPeer sameNumber = UdpPeer.at("127.0.0.1", server.address("tcp").getPort())) {
      assertEquals(List.of("tcp"), server.endpoints().stream().map(Endpoint::protocol).toList());
      assertEquals(server.address("tcp"), sameNumber.address());
    }
  }

  /** Connected clients: a reply from any other address would not reach them. */
  private static void assertEachAnswers(List<InetSocketAddress> addresses) throws Exception {
    for (InetSocketAddress address : addresses) {
      try (UdpPeer client = UdpPeer.connectedTo(address)) {
        assertEquals("Hello, you!", client.ask("you", address), address::toString);
      }
    }
  }

  private static List<InetSocketAddress> udp(RunningServer server) {
    return server.endpoints().stream()
        .filter(endpoint -> endpoint.protocol().equals("udp"))
        .map(Endpoint::address)
        .toList();
  }

  private static List<InetAddress> addresses(String... names) throws Exception {
    List<InetAddress> all = new ArrayList<>();
    for (String name : Stream.of(names).toList()) {
      all.add(InetAddress.getByName(name));
    }
    return all;
  }
}
