package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.heddle.stats.DropReason;
import dev.heddle.stats.ServerSnapshot;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.UdpCrowd;
import dev.heddle.testing.UdpPeer;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server that takes several datagrams at a time does all that it did one at a time. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class UdpBatchTest {
  private static final long SELF = ProcessHandle.current().pid();
  private static final int CROWD = 40;

  @Test
  void crowd_amongWhomNotAllAreAnswered_isCountedAndAnsweredInOrder() throws Exception {
    try (RunningServer server = RunningServer.start();
        UdpPeer one = UdpPeer.at("127.0.0.1");
        UdpPeer two = UdpPeer.at("127.0.0.3");
        UdpPeer sameNumber = UdpPeer.at("127.0.0.2", server.address("udp").getPort())) {
      InetSocketAddress address = server.address("udp");
      long asked = UdpCrowd.batch(address, SELF);

      for (int i = 0; i < CROWD; i++) {
        one.send("one " + i + "\r\n", address);
        one.send("Hello, one!", address);
        two.send("n".repeat(1_201), address);
        sameNumber.send("x", address);
        two.send("two " + i, address);
      }

      for (int i = 0; i < CROWD; i++) {
        assertEquals("Hello, one " + i + "!\r\n", one.receive(5_000).orElse("nothing"));
        assertEquals("Hello, two " + i + "!", two.receive(5_000).orElse("nothing"));
      }
      server.await(
          "the counts", now -> now.datagrams() == asked + 5 * CROWD && answers(now, asked));
      assertEquals(CROWD, dropped(server, DropReason.REPLY));
      assertEquals(CROWD, dropped(server, DropReason.TOO_LONG));
      assertEquals(CROWD, dropped(server, DropReason.SOURCE_PORT));
      assertEquals(0, dropped(server, DropReason.SEND_FAILED));
      assertEquals("nothing", sameNumber.receive(0).orElse("nothing"));
    }
  }

  @Test
  void stop_leavesNoDescriptor() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      var unused = UdpCrowd.batch(server.address("udp"), SELF);
      InetSocketAddress address = server.address("udp");

      var unusedEnd = server.stop();

      assertFalse(UdpCrowd.hasSocketTwice(SELF));
      try (UdpPeer next = UdpPeer.at("127.0.0.1", address.getPort())) {
        assertEquals(address, next.address());
      }
    }
  }

  private static boolean answers(ServerSnapshot now, long before) {
    return now.datagramReplies() == before + 2 * CROWD;
  }

  private static long dropped(RunningServer server, DropReason reason) {
    return server.snapshot().dropped().getOrDefault(reason, 0L);
  }
}
