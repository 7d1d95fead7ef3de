package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a scope ends when nothing fails: by itself, or by its stop. */
@Timeout(30)
final class RunUntilTest {
  private final Trail trail = new Trail();
  private final Stop stop = Stop.onRequest();

  @Test
  void runUntil_noChildren_returns() throws Exception {
    Tasks.runUntil("empty", stop, forks -> trail.add("body"));

    assertEquals(List.of("body"), trail.events());
  }

  @Test
  void runUntil_lastChildEnds_returnsAfterIt() throws Exception {
    CountDownLatch bodyEnded = new CountDownLatch(1);

    Tasks.runUntil(
        "two",
        stop,
        forks -> {
          forks.fork("first", () -> trail.add("first"));
          trail.await("first");
          forks.fork(
              "second",
              () -> {
                bodyEnded.await();
                trail.add("second");
              });
          trail.add("body");
          bodyEnded.countDown();
        });
    trail.add("returned");

    assertEquals(List.of("first", "body", "second", "returned"), trail.events());
  }

  @Test
  void runUntil_childrenEndBeforeBody_isNotOver() throws Exception {
    Tasks.runUntil(
        "one",
        stop,
        forks -> {
          CompletableFuture<Thread> child = new CompletableFuture<>();
          forks.fork("child", () -> child.complete(Thread.currentThread()));
          child.get().join();
          forks.fork("late", () -> trail.add("late"));
        });

    assertEquals(List.of("late"), trail.events());
  }

  @Test
  void runUntil_stopRequested_interruptsChildrenAndReturns() throws Exception {
    Caller caller =
        Caller.start(
            () ->
                Tasks.runUntil(
                    "stopped",
                    stop,
                    forks -> {
                      forks.fork("a", trail.untilInterrupted("a"));
                      forks.fork("b", trail.untilInterrupted("b"));
                    }));
    trail.await("a starts");
    trail.await("b starts");

    stop.request();

    assertFalse(caller.awaitReturn());
    assertEquals(
        Set.of("a interrupted", "b interrupted"), Set.copyOf(trail.events().subList(2, 4)));
  }

  @Test
  void runUntil_stopRequestedByChild_endsScope() throws Exception {
    Tasks.runUntil(
        "stopped",
        stop,
        forks -> {
          forks.fork("waits", trail.untilInterrupted("waits"));
          trail.await("waits starts");
          forks.fork("stops", stop::request);
        });

    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  @Test
  void runUntil_deadlinePasses_interruptsChildrenAndReturns() throws Exception {
    Tasks.runUntil(
        "overdue",
        Stop.within(Duration.ofMillis(50)),
        forks -> {
          forks.fork("waits", trail.untilInterrupted("waits"));
          trail.await("waits starts");
        });

    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  @Test
  void runUntil_stopRequestedInBody_bodyRunsOnAndForksNothing() throws Exception {
    Tasks.runUntil(
        "stopped",
        stop,
        forks -> {
          forks.fork("before", trail.untilInterrupted("before"));
          trail.await("before starts");
          stop.request();
          forks.fork("after", () -> trail.add("after"));
          trail.await("before interrupted");
          forks.fork("later", () -> trail.add("later"));
          trail.add("body ends");
        });

    assertEquals(List.of("before starts", "before interrupted", "body ends"), trail.events());
  }

  @Test
  void runUntil_stopRequestedBefore_forksNothing() throws Exception {
    stop.request();

    for (int i = 0; i < 100; i++) { // whoever wins between the stop's watcher and the body
      Tasks.runUntil("stopped", stop, forks -> forks.fork("child", () -> trail.add("child")));
    }

    assertEquals(List.of(), trail.events());
  }

  @Test
  void runUntil_deadlinePassedBefore_forksNothing() throws Exception {
    Tasks.runUntil(
        "overdue",
        Stop.within(Duration.ZERO),
        forks -> forks.fork("child", () -> trail.add("child")));

    assertEquals(List.of(), trail.events());
  }

  @Test
  void runUntil_oneStopForTwoScopes_endsBoth() throws Exception {
    Caller first = waiting("first");
    Caller second = waiting("second");

    stop.request();

    assertFalse(first.awaitReturn());
    assertFalse(second.awaitReturn());
    assertTrue(trail.events().containsAll(List.of("first interrupted", "second interrupted")));
  }

  private Caller waiting(String name) throws InterruptedException {
    Caller caller =
        Caller.start(
            () ->
                Tasks.runUntil(
                    name, stop, forks -> forks.fork(name, trail.untilInterrupted(name))));
    trail.await(name + " starts");
    return caller;
  }
}
