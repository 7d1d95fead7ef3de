package dev.heddle.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Framing;
import dev.heddle.stats.CloseReason;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.ServerKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is a message, over real sockets: cases 1, 2 and 9. */
@Timeout(30)
final class FramingTest {
  /** With one byte more it fills the room of a first read. */
  private static final String REST = "x".repeat(63);

  private static final Duration GAP = Duration.ofMillis(50);

  @ParameterizedTest
  @EnumSource
  void line_umlautSplitOverSegments_isGreetedWhole(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start(builder -> builder.framing(Framing.LINE));
        Peer peer = Peer.greeted(server)) {
      peer.send(new byte[] {'R', 'e', 'n', (byte) 0xc3});
      awaitRead(server, 4);
      peer.send(new byte[] {(byte) 0xa9, '\n'});

      assertEquals("Hello, Ren\u00c3\u00a9!\n", peer.readLine());
    }
  }

  @Test
  void line_umlautSplitAfterANewlineUnderAuto_isGreetedWhole() throws Exception {
    try (RunningServer server = RunningServer.start();
        Peer peer = Peer.greeted(server)) {
      peer.ask("first");

      peer.send(new byte[] {(byte) 0xc3});
      awaitRead(server, 7);
      peer.send(new byte[] {(byte) 0xa9, '\n'});

      assertEquals("Hello, \u00c3\u00a9!\n", peer.readLine());
    }
  }

  @ParameterizedTest
  @EnumSource
  void line_inSegmentsOfOneByte_isGreetedWhole(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start(builder -> builder.framing(Framing.LINE));
        Peer peer = Peer.greeted(server)) {
      peer.sendBytewise("Michael\r\nTracy\n");

      assertEquals("Hello, Michael!\r\n", peer.readLine());
      assertEquals("Hello, Tracy!\n", peer.readLine());
    }
  }

  @ParameterizedTest
  @EnumSource
  void auto_theTutorialsBareNames_areGreetedOneByOne(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start();
        Peer peer = Peer.greeted(server)) {
      for (String name : new String[] {"Michael", "Tracy", "Sarah"}) {
        long asked = System.nanoTime();
        peer.send(name);
        assertEquals("Hello, " + name + "!", peer.read(8 + name.length()));
        long millis = (System.nanoTime() - asked) / 1_000_000;
        System.out.println("case 1: " + kind + ", bare " + name + " greeted in " + millis + " ms");
      }
      peer.send("exit");

      assertEquals("", peer.readToFin());
    }
  }

  @Test
  void auto_longBareNameInSeveralReads_isOneMessage() throws Exception {
    String name = "n".repeat(5000);
    try (RunningServer server = RunningServer.start();
        Peer peer = Peer.greeted(server)) {
      peer.send("a");
      assertEquals("Hello, a!", peer.read(9));

      peer.send(name);

      assertEquals("Hello, " + name + "!", peer.read(8 + 5000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void auto_newlineWithinTheGrace_speaksLines(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start();
        Peer peer = Peer.greeted(server)) {
      peer.sendBytewise("Mike\nTr");
      String first = peer.readLine();
      awaitRead(server, 7);
      peer.send("acy\n");

      assertEquals("Hello, Mike!\n", first);
      assertEquals("Hello, Tracy!\n", peer.readLine());
    }
  }

  @ParameterizedTest
  @EnumSource
  void line_bytesThatAreNoText_areEchoedWhole(ServerKind kind) throws Exception {
    byte[] hostile = {(byte) 0xc3, 0x28, (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n'};
    try (RunningServer server = kind.start(builder -> builder.framing(Framing.LINE));
        Peer peer = Peer.greeted(server)) {
      peer.send(hostile);

      String name = new String(hostile, 0, 6, ISO_8859_1);
      assertEquals("Hello, " + name + "!\n", peer.readLine());
      assertEquals("Hello, still here!\n", peer.ask("still here"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void exit_inTwoSegmentsOfALine_closes(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start(builder -> builder.framing(Framing.LINE));
        Peer peer = Peer.greeted(server)) {
      peer.send("ex");
      awaitRead(server, 2);
      peer.send("it\n");

      assertEquals("", peer.readToFin());
      peer.leave();
      server.awaitClosed(CloseReason.EXIT, 1);
    }
  }

  /** A read of 32 KiB, and replies of five times that, which their peer has room for. */
  @ParameterizedTest
  @EnumSource
  void lines_veryShortAndMany_areAllGreetedAtOnce(ServerKind kind) throws Exception {
    int count = 16_384;
    try (RunningServer server = kind.start(b -> b.writeTimeout(Duration.ofMinutes(5)));
        Peer peer = Peer.greeted(server)) {
      peer.send("a\n".repeat(count));

      String reply = "Hello, a!\n";
      assertEquals(reply.repeat(count), peer.read(count * reply.length()));
    }
  }

  /** The urgent byte itself is in no message, as in every program that does not ask for it. */
  @ParameterizedTest
  @EnumSource
  void line_behindUrgentData_isGreeted(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start();
        Peer peer = Peer.greeted(server)) {
      peer.ask("first");

      peer.send("a\n");
      peer.socket().sendUrgentData('!');
      peer.send("b\n");

      assertEquals("Hello, a!\n", peer.readLine());
      assertEquals("Hello, b!\n", peer.readLine());
    }
  }

  @Test
  void exit_withMoreInItsLine_isAName() throws Exception {
    try (RunningServer server = RunningServer.start(builder -> builder.framing(Framing.LINE));
        Peer peer = Peer.greeted(server)) {
      assertEquals("Hello, exit now!\n", peer.ask("exit now"));
      assertEquals("Hello, exit !\n", peer.ask("exit "));
      assertEquals("Hello,  exit!\n", peer.ask(" exit"));
      assertEquals("Hello, EXIT!\n", peer.ask("EXIT"));
      assertEquals(4, server.snapshot().greetings());
    }
  }

  /** A read that took just what there was for is no silence of the peer. */
  @ParameterizedTest
  @EnumSource
  void line_whoseReadsFillTheRoom_isOneLine(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start(builder -> builder)) {
      String reply = "";
      for (int tries = 0; tries < 50 && !reply.equals("Hello, M" + REST + "!\n"); tries++) {
        long before = server.snapshot().bytesIn();
        try (Peer peer = Peer.greeted(server)) {
          peer.send("M");
          server.await("the first", now -> now.bytesIn() == before + 1);
          peer.send(REST);
          server.await("the rest", now -> now.bytesIn() == before + 64);
          peer.send("\n"); // before the grace has passed, if this machine is quick
          reply = peer.readLine();
        }
      }
      assertEquals("Hello, M" + REST + "!\n", reply);
    }
  }

  /** The server has read so much, and then some time passes: the next segment is another read. */
  private static void awaitRead(RunningServer server, long bytes) throws Exception {
    long start = System.nanoTime();
    server.await(bytes + " bytes read", now -> now.bytesIn() >= bytes);
    Probe.await("the gap", () -> System.nanoTime() - start > GAP.toNanos());
    assertTrue(server.snapshot().connectionsNow() > 0);
  }
}
