package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.stats.DropReason;
import dev.heddle.stats.ServerSnapshot;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.Spoof;
import dev.heddle.testing.UdpPeer;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sources that must not be answered: other servers, and ports that no client has (cases 20 and 21).
 * That nothing more comes is seen without waiting: one socket's datagrams are handled in order, so
 * a reply to a later one shows that an earlier one got none.
 */
@Timeout(60)
final class UdpLoopTest {
  @Test
  void otherServer_playedByASocket_isAnsweredOnce() throws Exception {
    try (RunningServer server = RunningServer.start();
        UdpPeer other = UdpPeer.at("127.0.0.1")) {
      InetSocketAddress address = server.address("udp");

      String reply = other.ask("x", address);
      other.send("Hello, " + reply + "!", address);
      other.send(reply, address);

      assertEquals("Hello, x!", reply);
      assertEquals("Hello, marker!", other.ask("marker", address));
      // The count follows the reply.
      server.await("two replies", snapshot -> snapshot.datagramReplies() == 2);
      assertEquals(4, server.snapshot().datagrams());
      assertEquals(2, dropped(server, DropReason.REPLY));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hello, ", "Hello, x!\r\n", "Hello, Hello, "})
  void request_beginsAsReplies_getsNone(String request) throws Exception {
    try (RunningServer server = RunningServer.start();
        UdpPeer client = UdpPeer.at("127.0.0.1")) {
      InetSocketAddress address = server.address("udp");

      client.send(request, address);

      assertEquals("Hello, marker!", client.ask("marker", address));
      assertEquals(1, dropped(server, DropReason.REPLY));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hello,", "hello, x", "Hello,x"})
  void request_beginsAlmostAsReplies_isAnswered(String request) throws Exception {
    try (RunningServer server = RunningServer.start();
        UdpPeer client = UdpPeer.at("127.0.0.1")) {
      assertEquals("Hello, " + request + "!", client.ask(request, server.address("udp")));
    }
  }

  @Test
  void source_onOurPortAtAnotherAddress_isCountedAndNotAnswered() throws Exception {
    try (RunningServer server = RunningServer.start();
        UdpPeer sameNumber = UdpPeer.at("127.0.0.2", server.address("udp").getPort())) {
      sameNumber.send("x", server.address("udp"));

      assertServesAfter(server, DropReason.SOURCE_PORT);
      assertEquals("none", sameNumber.receive(0).orElse("none"));
    }
  }

  @Test
  @Tag("tools")
  void twoServers_setAgainstEachOther_exchangeOnce() throws Exception {
    try (RunningServer one = RunningServer.start();
        RunningServer two = RunningServer.start()) {
      Spoof.send("x", two.address("udp"), one.address("udp"));

      two.await("the reply of the one", snapshot -> snapshot.datagrams() == 1);
      assertServesAfter(two, DropReason.REPLY);
      one.await("the count of its reply", snapshot -> snapshot.datagramReplies() == 1);
      assertEquals(1, one.snapshot().datagrams());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 19, 1_023})
  @Tag("tools")
  void source_onPortOfNoClient_isCountedAndNotAnswered(int port) throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Spoof.send("x", new InetSocketAddress("127.0.0.9", port), server.address("udp"));

      assertServesAfter(server, DropReason.SOURCE_PORT);
    }
  }

  @Test
  @Tag("tools")
  void source_ourselves_isCountedAndNotAnswered() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Spoof.send("x", server.address("udp"), server.address("udp"));

      assertServesAfter(server, DropReason.SOURCE_PORT);
    }
  }

  /** One datagram was dropped, for that reason, and nothing else has come; a client is answered. */
  private static void assertServesAfter(RunningServer server, DropReason reason) throws Exception {
    server.await("the datagram", snapshot -> snapshot.datagrams() >= 1);
    try (UdpPeer client = UdpPeer.at("127.0.0.1")) {
      assertEquals("Hello, marker!", client.ask("marker", server.address("udp")));
    }
    server.await("the count of that reply", snapshot -> snapshot.datagramReplies() >= 1);
    ServerSnapshot snapshot = server.snapshot();
    assertEquals(1, dropped(server, reason), snapshot::toString);
    assertEquals(2, snapshot.datagrams(), snapshot::toString);
    assertEquals(1, snapshot.datagramReplies(), snapshot::toString);
  }

  private static long dropped(RunningServer server, DropReason reason) {
    return server.snapshot().dropped().getOrDefault(reason, -1L);
  }
}
