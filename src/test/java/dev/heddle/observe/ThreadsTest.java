package dev.heddle.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.observe.ThreadTree.Container;
import dev.heddle.observe.ThreadTree.Group;
import dev.heddle.observe.ThreadTree.Kind;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Task;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Threading;
import dev.heddle.tasks.Ticker;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class ThreadsTest {
  private static final int CONNECTIONS = 1_000;

  private final Threads threads = new Threads(Ticker.system(), () -> 0);

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "virtual:jdk", "platform", "pool:1000"})
  void tree_manyConnections_standTogetherUnderTheirExecutor(String kind) throws Exception {
    List<Peer> peers = new ArrayList<>();
    try (RunningServer server = RunningServer.start(b -> b.threading(Threading.parse(kind)))) {
      for (int i = 0; i < CONNECTIONS; i++) {
        peers.add(Peer.greeted(server.address("tcp")));
      }

      ThreadTree tree = threads.tree("");
      List<Container> executors = sessions(tree);
      Container sessions = executors.getFirst();
      Container scope = find(tree, "heddle");

      int loops = kind.equals("virtual") ? Runtime.getRuntime().availableProcessors() : 1;
      assertEquals(loops, executors.size(), executors::toString);
      assertEquals(Kind.EXECUTOR, sessions.kind());
      assertEquals(CONNECTIONS, executors.stream().mapToLong(Container::threads).sum());
      Group waiting = sessions.groups().getFirst();
      assertTrue(waiting.count() > CONNECTIONS / loops * 9 / 10, sessions::toString);
      assertEquals(ThreadTree.MOST_NAMES, waiting.names().size());
      String place =
          kind.equals("virtual")
              ? "dev.heddle.tasks.loop.Readiness.await("
              : "dev.heddle.server.StreamConnection.receive(";
      assertTrue(waiting.at().startsWith(place), waiting::toString);
      assertEquals(kind.startsWith("virtual"), waiting.isVirtual());
      assertTrue(Set.of("WAITING", "RUNNABLE").contains(waiting.state()), waiting::toString);
      assertEquals(Kind.SCOPE, scope.kind());
      assertEquals(Optional.of("server"), scope.owner());
      assertTrue(
          names(scope).containsAll(Set.of("sweeper", server.endpoints().getFirst().toString())),
          scope::toString);
      assertTrue(tree.threads() > CONNECTIONS, tree::toString);
      assertEquals(tree.threads(), tree.matching());
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  @Test
  void tree_nestedScopes_standInOneAnotherWithTheirOwners() throws Exception {
    Tasks.runUntil(
        "loom",
        Stop.onRequest(),
        loom ->
            loom.fork(
                "weaver",
                () ->
                    Tasks.runUntil(
                        "cloth",
                        Stop.onRequest(),
                        cloth -> {
                          CountDownLatch done = new CountDownLatch(1);
                          cloth.fork("thread", done::await);
                          ThreadTree tree = threads.tree("");
                          done.countDown();

                          Container outer = find(tree, "loom");
                          Container inner = find(outer.children(), "cloth").orElseThrow();
                          assertTrue(names(outer).contains("weaver"), outer::toString);
                          assertTrue(names(inner).contains("thread"), inner::toString);
                          assertEquals(Optional.of("weaver"), inner.owner());
                        })));
  }

  @Test
  void tree_query_showsWhatMatchesAndWhereItHangs() throws Exception {
    try (RunningServer server = RunningServer.start();
        Peer peer = Peer.greeted(server)) {
      assertEquals("Hello, a!\n", peer.ask("a"));

      ThreadTree byName = threads.tree("SWEEPER");
      ThreadTree byFrame = threads.tree("server.Session.run");
      ThreadTree byContainer = threads.tree("heddle/");
      ThreadTree none = threads.tree("no such thread");

      assertEquals(2, byName.matching()); // the child and the platform thread that it waits for
      assertEquals(Set.of("sweeper"), names(find(byName, "heddle")));
      assertEquals(1, byFrame.matching());
      assertEquals(1, sessions(byFrame).getFirst().matching());
      assertEquals(4, find(byContainer, "heddle").matching());
      assertEquals(List.of(), none.containers());
      assertEquals(byName.threads(), none.threads());
    }
  }

  @Test
  void tree_askedByManyAtOnce_looksOnce() throws Exception {
    Task<Instant> look = new Task<>("viewer", () -> threads.tree("").takenAt());

    List<Instant> taken =
        Tasks.runAll(
            "viewers",
            Stop.within(Duration.ofSeconds(30)),
            Stream.generate(() -> look).limit(20).toList());

    assertEquals(1, Set.copyOf(taken).size());
  }

  @Test
  void tree_askedAgain_looksAgainOnceTheLastHasBeenKept() throws Exception {
    AtomicLong now = new AtomicLong();
    Threads looked = new Threads(now::get, () -> 0);
    ThreadTree first = looked.tree("");

    now.addAndGet(TimeUnit.SECONDS.toNanos(1) - 1);
    ThreadTree second = looked.tree("");
    now.addAndGet(1);
    ThreadTree third = looked.tree("");

    assertEquals(first.takenAt(), second.takenAt());
    assertEquals(first.takenAt().plusSeconds(1), first.nextAt());
    assertTrue(third.takenAt().isAfter(first.takenAt()), third::toString);
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "10, 1000", "300, 30000", "2000, 60000"})
  void dump_isKeptAHundredTimesAsLongAsItTook(long costMillis, long keptMillis) {
    ThreadDump dump = new ThreadDump(Instant.EPOCH, Duration.ofMillis(costMillis), List.of());

    assertEquals(Duration.ofMillis(keptMillis), dump.kept());
  }

  @Test
  void tree_threadWaitsForALock_namesItsClass() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    CompletableFuture<Thread> waiter = new CompletableFuture<>();
    Stop stop = Stop.onRequest();
    AtomicReference<ThreadTree> tree = new AtomicReference<>();
    lock.lock();
    try {
      Tasks.runUntil(
          "locked",
          stop,
          forks -> {
            forks.fork(
                "waiter",
                () -> {
                  waiter.complete(Thread.currentThread());
                  assertFalse(lock.tryLock(30, TimeUnit.SECONDS));
                });
            Thread thread = waiter.get();
            Probe.await("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
            tree.set(threads.tree("waiter"));
            stop.request();
          });
    } finally {
      lock.unlock();
    }

    Group group = find(tree.get(), "locked").groups().getFirst();
    assertTrue(group.at().startsWith("dev.heddle.observe.ThreadsTest."), group::toString);
    assertEquals("TIMED_WAITING", group.state());
    assertEquals(
        Optional.of("java.util.concurrent.locks.ReentrantLock$NonfairSync"), group.waitsFor());
  }

  @Test
  void tree_threadWaitsForAMonitor_isBlocked() throws Exception {
    Object monitor = new Object();
    CompletableFuture<Thread> waiter = new CompletableFuture<>();
    AtomicReference<ThreadTree> tree = new AtomicReference<>();
    Tasks.runUntil(
        "locked",
        Stop.onRequest(),
        forks -> {
          synchronized (monitor) {
            forks.fork(
                "enterer",
                () -> {
                  waiter.complete(Thread.currentThread());
                  synchronized (monitor) {
                    assertTrue(tree.get() != null);
                  }
                });
            Probe.await("it waits", () -> waiter.get().getState() == Thread.State.BLOCKED);
            tree.set(threads.tree("enterer"));
          }
        });

    Group group = find(tree.get(), "locked").groups().getFirst();
    assertEquals(1, group.count());
    assertEquals("BLOCKED", group.state());
  }

  @Test
  void tree_tooManyConnections_isRefusedWithTheReason() {
    Threads crowded = new Threads(Ticker.system(), () -> Threads.MOST_CONNECTIONS + 1);

    IOException refusal = assertThrows(IOException.class, () -> crowded.tree(""));

    assertEquals(
        "no thread dump: 50,001 connections are open, and it is taken with up to 50,000",
        refusal.getMessage());
  }

  /** What has sessions: an executor, or one for each event loop. */
  private static List<Container> sessions(ThreadTree tree) {
    return tree.containers().getFirst().children().stream()
        .filter(container -> container.name().startsWith("session-"))
        .toList();
  }

  static Container find(ThreadTree tree, String name) {
    return find(tree.containers(), name)
        .orElseThrow(() -> new AssertionError("no " + name + " in " + tree));
  }

  private static Optional<Container> find(List<Container> containers, String name) {
    for (Container container : containers) {
      Optional<Container> found =
          container.name().equals(name) ? Optional.of(container) : find(container.children(), name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Set<String> names(Container container) {
    return container.groups().stream()
        .flatMap(group -> group.names().stream())
        .collect(Collectors.toSet());
  }
}
