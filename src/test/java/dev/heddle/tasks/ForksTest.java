package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.tasks.Tasks.Forks;
import dev.heddle.testing.Probe;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How children are started, on what threads, and what is left of them. */
@Timeout(60)
final class ForksTest {
  private static final int MANY = 100_000;

  private final Trail trail = new Trail();
  private final Stop stop = Stop.onRequest();

  @Test
  void fork_child_runsOnVirtualThreadOfItsName() throws Exception {
    CompletableFuture<Thread> child = new CompletableFuture<>();

    Tasks.runUntil(
        "scope",
        stop,
        forks -> forks.fork("tcp 127.0.0.1:9999", () -> child.complete(Thread.currentThread())));

    assertTrue(child.get().isVirtual());
    assertEquals("tcp 127.0.0.1:9999", child.get().getName());
  }

  @Test
  void fork_onChildsThread_isRefusedAndHoldsNobodyUp() throws Exception {
    CompletableFuture<Throwable> refusal = new CompletableFuture<>();

    Tasks.runUntil(
        "scope",
        stop,
        forks ->
            forks.fork(
                "child",
                () -> {
                  try {
                    forks.fork("grandchild", () -> trail.add("grandchild"));
                    refusal.complete(new AssertionError("not refused"));
                  } catch (WrongThreadException e) {
                    refusal.complete(e);
                  }
                }));

    assertInstanceOf(WrongThreadException.class, refusal.get());
    assertEquals(List.of(), trail.events());
  }

  @Test
  void fork_afterTheScope_isRefused() throws Exception {
    CompletableFuture<Forks> leaked = new CompletableFuture<>();
    Tasks.runUntil("scope", stop, leaked::complete);
    Forks forks = leaked.get();

    assertThrows(IllegalStateException.class, () -> forks.fork("late", () -> trail.add("late")));

    assertEquals(List.of(), trail.events());
  }

  @Test
  @SuppressWarnings("NullAway") // what an unchecked caller may do
  void fork_withoutName_isRefusedAndHoldsNobodyUp() throws Exception {
    Tasks.runUntil(
        "scope",
        stop,
        forks ->
            assertThrows(
                NullPointerException.class, () -> forks.fork(null, () -> trail.add("child"))));

    assertEquals(List.of(), trail.events());
  }

  @Test
  void fork_manyThatEnd_retainsNone() throws Exception {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    Set<PhantomReference<Object>> references = ConcurrentHashMap.newKeySet();

    Tasks.runUntil(
        "many",
        stop,
        forks -> {
          for (int i = 0; i < MANY; i++) {
            forkHolding(new Object(), collected, references, forks);
          }
          Probe.await(
              "all children are collected while their scope is open",
              () -> {
                System.gc();
                while (collected.poll() instanceof PhantomReference<?> reference) {
                  references.remove(reference);
                }
                return references.isEmpty();
              });
        });
  }

  private static void forkHolding(
      Object payload,
      ReferenceQueue<Object> collected,
      Set<PhantomReference<Object>> references,
      Forks forks) {
    references.add(new PhantomReference<>(payload, collected));
    forks.fork(
        "child",
        () -> {
          var unused = payload.hashCode();
        });
  }

  @Test
  void scope_ended_leavesNoThread() throws Exception {
    CompletableFuture<Thread> child = new CompletableFuture<>();
    Stop[] later = new Stop[] {Stop.onRequest()};

    Tasks.runUntil("scope", later[0], forks -> forks.fork("child", () -> child.complete(null)));

    PhantomReference<Stop> watched = new PhantomReference<>(later[0], new ReferenceQueue<>());
    later[0] = Stop.onRequest();
    Probe.await(
        "the stop is held by no watcher",
        () -> {
          System.gc();
          return watched.refersTo(null);
        });
  }
}
