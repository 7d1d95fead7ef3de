package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RaceTest {
  private final Trail trail = new Trail();
  private final Stop stop = Stop.onRequest();

  @Test
  void race_oneSucceeds_losersAreInterruptedFirst() throws Exception {
    Task<String> winner = after("loser starts", () -> "won");

    assertEquals("won", Tasks.race("race", stop, List.of(waits("loser"), winner)));

    assertEquals(List.of("loser starts", "loser interrupted"), trail.events());
  }

  @Test
  void race_loserSucceedsLater_firstSuccessIsTheResult() throws Exception {
    Task<String> loser =
        new Task<>(
            "loser",
            () -> {
              trail.untilReleased("loser", new CountDownLatch(0)).run();
              return "lost";
            });
    Task<String> winner = after("loser starts", () -> "won");

    assertEquals("won", Tasks.race("race", stop, List.of(loser, winner)));
  }

  @Test
  void race_loserIgnoresInterrupt_callerWaitsForIt() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Task<String> loser =
        new Task<>(
            "loser",
            () -> {
              trail.untilReleased("loser", release).run();
              return "lost";
            });
    Caller caller =
        Caller.start(
            () -> {
              trail.add(
                  Tasks.race("race", stop, List.of(loser, after("loser starts", () -> "won"))));
            });
    trail.await("loser interrupted");
    caller.awaitWaiting();

    release.countDown();
    caller.awaitReturn();

    assertEquals(List.of("loser starts", "loser interrupted", "loser ends", "won"), trail.events());
  }

  @Test
  void race_oneFails_otherStillWins() throws Exception {
    Task<String> fails =
        new Task<>(
            "fails",
            () -> {
              trail.add("failed");
              throw new IOException();
            });

    assertEquals("won", Tasks.race("race", stop, List.of(fails, after("failed", () -> "won"))));
  }

  @Test
  void race_allFail_firstFailureThrownOthersSuppressed() {
    IOException first = new IOException("first");
    IOException second = new IOException("second");
    CountDownLatch firstEnded = new CountDownLatch(1);
    List<Task<String>> tasks =
        List.of(
            new Task<>(
                "second",
                () -> {
                  firstEnded.await();
                  throw second;
                }),
            new Task<>(
                "first",
                () -> {
                  Caller.whenEnded(Thread.currentThread(), firstEnded::countDown);
                  throw first;
                }));

    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> Tasks.race("race", stop, tasks));

    assertSame(first, thrown.getCause());
    assertArrayEquals(new Throwable[] {second}, first.getSuppressed());
  }

  @Test
  void race_taskFailsWithError_endsTheRace() {
    AssertionError error = new AssertionError("task");
    Task<String> fails =
        after(
            "waits starts",
            () -> {
              throw error;
            });

    ExecutionException thrown =
        assertThrows(
            ExecutionException.class,
            () -> Tasks.race("race", stop, List.of(waits("waits"), fails)));

    assertSame(error, thrown.getCause());
    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  @Test
  void race_nullResult_wins() throws Exception {
    List<Task<@Nullable String>> tasks = List.of(new Task<>("null", () -> null));

    assertNull(Tasks.race("race", stop, tasks));
  }

  @Test
  void race_noTasks_isRefused() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Tasks.race("mirrors", stop, List.<Task<String>>of()));

    assertEquals("race 'mirrors' has no tasks", thrown.getMessage());
  }

  @Test
  void race_stopRequested_isCancelled() throws Exception {
    Caller caller = Caller.start(() -> Tasks.race("race", stop, List.of(waits("waits"))));
    trail.await("waits starts");

    stop.request();

    assertInstanceOf(CancellationException.class, caller.awaitFailure());
    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  @Test
  void race_stopRequestedBefore_startsNothing() {
    stop.request();

    assertThrows(
        CancellationException.class, () -> Tasks.race("race", stop, List.of(waits("waits"))));

    assertEquals(List.of(), trail.events());
  }

  @Test
  void race_deadlinePasses_isTimeout() {
    assertThrows(
        TimeoutException.class,
        () -> Tasks.race("race", Stop.within(Duration.ofMillis(20)), List.of(waits("waits"))));
  }

  private Task<String> waits(String name) {
    return new Task<>(
        name,
        () -> {
          trail.untilInterrupted(name).run();
          return name;
        });
  }

  private Task<String> after(String event, Callable<String> work) {
    return new Task<>(
        "after " + event,
        () -> {
          trail.await(event);
          return work.call();
        });
  }
}
