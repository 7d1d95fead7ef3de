package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.stats.CloseReason;
import dev.heddle.tasks.Ticker;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.ServerKind;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session on virtual threads goes on on a new one, ever more rarely; on others it never does. */
@Timeout(30)
final class RenewalTest {
  private static final int GREETINGS = 1_000;

  /** Notes which thread each read and each end of a session was on. */
  private static final class Noted implements ServerEvents {
    private final List<Thread> readers = new CopyOnWriteArrayList<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();

    @Override
    public void opened(Socket peer) {
      ends.add("opened");
    }

    @Override
    public boolean wantsBytes() {
      return true;
    }

    @Override
    public void received(Socket peer, byte[] bytes, int from, int to) {
      readers.add(Thread.currentThread());
    }

    @Override
    public void closed(Socket peer, CloseReason reason) {
      ends.add("closed");
    }
  }

  /** Else a server that rests would never give memory back. */
  @ParameterizedTest
  @EnumSource
  void rest_afterAReadThatFilledItsRoom_isOneForGood(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start(builder -> builder);
        Peer peer = Peer.greeted(server)) {
      String line = "x".repeat(63) + "\n";
      peer.send(line + "y"); // what is held has room for 63 more
      assertEquals("Hello, " + "x".repeat(63) + "!\n", peer.readLine());
      peer.send("y".repeat(62) + "\n");
      assertEquals("Hello, " + "y".repeat(63) + "!\n", peer.readLine());

      Probe.await("no more is worth it", () -> server.renewThreads() == 0);
      assertEquals("Hello, z!\n", peer.ask("z"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyGreetings_oneConnection_isOneSessionOnFewThreads(ServerKind kind) throws Exception {
    Noted noted = new Noted();
    try (RunningServer server = kind.start(builder -> builder, noted);
        Peer peer = Peer.greeted(server)) {
      for (int i = 0; i < GREETINGS; i++) {
        peer.send(i + "\n");
        assertEquals("Hello, " + i + "!\n", peer.readLine());
      }
      peer.send("exit\n");
      assertEquals("", peer.readToFin());
      peer.leave();
      server.awaitClosed(CloseReason.EXIT, 1);
    }
    assertEquals(List.of("opened", "closed"), noted.ends);
    assertStretchesGrow(noted.readers);
  }

  private static void assertStretchesGrow(List<Thread> readers) {
    Set<Thread> threads = new LinkedHashSet<>(readers);
    if (!readers.getFirst().isVirtual()) {
      assertEquals(1, threads.size());
      return;
    }
    List<Integer> stretches = new ArrayList<>();
    for (Thread thread : threads) {
      stretches.add((int) readers.stream().filter(thread::equals).count());
    }
    System.out.println("renewal: reads of each thread in turn " + stretches);
    int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(GREETINGS / Session.FIRST_RENEWAL);
    assertTrue(stretches.size() >= doublings, "threads: " + stretches);
    assertTrue(stretches.size() <= doublings + 2, "threads: " + stretches);
    assertTrue(stretches.getFirst() <= Session.FIRST_RENEWAL, "of the first: " + stretches);
  }

  @Test
  void renewThreads_connectionsThatWait_goOnAsTheyWereAndAreSettledSoon() throws Exception {
    Noted noted = new Noted();
    try (RunningServer server = RunningServer.start(builder -> builder, noted);
        Peer first = Peer.greeted(server);
        Peer second = Peer.greeted(server)) {
      first.ask("a");
      second.ask("b");

      Probe.await("one waits", () -> server.renewThreads() > 0);
      Probe.await("no more of them is worth it", () -> server.renewThreads() == 0);

      assertEquals("Hello, c!\n", first.ask("c"));
      assertEquals("Hello, d!\n", second.ask("d"));
      assertEquals(2, server.snapshot().connectionsNow());
    }
    assertEquals(List.of("opened", "opened", "closed", "closed"), noted.ends);
  }

  @Test
  void renewThreads_amidMessages_losesNone() throws Exception {
    int renewals = 0;
    try (RunningServer server = RunningServer.start()) {
      for (int i = 0; i < 300; i++) {
        try (Peer peer = Peer.greeted(server)) {
          for (int j = 0; j < 10; j++) {
            renewals += server.renewThreads();
            peer.send(j + "\n");
            renewals += server.renewThreads();
            assertEquals("Hello, " + j + "!\n", peer.readLine());
          }
        }
      }
      server.awaitClosed(CloseReason.END, 300);
      assertEquals(3_000, server.snapshot().greetings());
    }
    System.out.println("renewal: " + renewals + " amid 3,000 messages");
    assertTrue(renewals > 0);
  }

  @Test
  void renewThreads_halfAMessageHasCome_isGreetedWhole() throws Exception {
    try (RunningServer server = RunningServer.start();
        Peer peer = Peer.greeted(server)) {
      peer.ask("a");
      peer.send("Mich");
      server.await("it came", now -> now.bytesIn() == 6);

      assertEquals(0, server.renewThreads());
      peer.send("ael\n");

      assertEquals("Hello, Michael!\n", peer.readLine());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL_JDK", "PLATFORM", "POOL"})
  void renewThreads_threadsThatBlock_stay(ServerKind kind) throws Exception {
    try (RunningServer server = kind.start();
        Peer peer = Peer.greeted(server)) {
      peer.ask("a");

      assertEquals(0, server.renewThreads());
      assertEquals("Hello, b!\n", peer.ask("b"));
    }
  }

  @Test
  void renew_sessionThatWaits_keepsItsDeadlineAndEndsSoon() throws Exception {
    try (LoneSession lone = LoneSession.start(ServerConfig.builder().build(), Ticker.system())) {
      Session session = lone.session();
      long deadline = session.stamp();
      long before = lone.clock().millis();
      Probe.await("time passes", () -> lone.clock().update() > before);

      int renewals = 0;
      for (Thread[] last = {session.owner()}; session.renew(); last[0] = session.owner()) {
        Probe.await("it has a new thread", () -> session.owner() != last[0] && session.isParked());
        renewals++;
      }

      assertEquals(4, renewals);
      assertEquals(deadline, session.stamp());
      lone.peer().sendFin();
      assertEquals("", lone.peer().readToFin());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "VIRTUAL_JDK"})
  void manyGreetings_inBursts_areAllAnsweredInOrder(ServerKind kind) throws Exception {
    Noted noted = new Noted();
    try (RunningServer server = kind.start(builder -> builder, noted);
        Peer peer = Peer.greeted(server)) {
      for (int i = 0; i < GREETINGS; i += 10) {
        StringBuilder sent = new StringBuilder();
        for (int j = i; j < i + 10; j++) {
          sent.append(j).append('\n');
        }
        peer.send(sent.toString());
        for (int j = i; j < i + 10; j++) {
          assertEquals("Hello, " + j + "!\n", peer.readLine());
        }
      }
    }
    assertTrue(new LinkedHashSet<>(noted.readers).size() > 1, "on one thread alone");
  }
}
