package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class RunAllTest {
  private final Trail trail = new Trail();
  private final Stop stop = Stop.onRequest();

  @Test
  void runAll_endInReverse_resultsInOrderOfTasks() throws Exception {
    CountDownLatch secondEnded = new CountDownLatch(1);
    List<Task<String>> tasks =
        List.of(
            new Task<>(
                "first",
                () -> {
                  secondEnded.await();
                  return "a";
                }),
            new Task<>(
                "second",
                () -> {
                  secondEnded.countDown();
                  return "b";
                }));

    assertEquals(List.of("a", "b"), Tasks.runAll("all", stop, tasks));
  }

  @Test
  void runAll_manyTasks_resultsInOrderOfTasks() throws Exception {
    List<Task<Integer>> tasks = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      tasks.add(new Task<>("task " + i, () -> number));
      expected.add(i);
    }

    assertEquals(expected, Tasks.runAll("all", stop, tasks));
  }

  @Test
  void runAll_nullResults_areResults() throws Exception {
    List<Task<@Nullable String>> tasks =
        List.of(new Task<>("null", () -> null), new Task<>("a", () -> "a"));

    assertEquals(Arrays.asList(null, "a"), Tasks.runAll("all", stop, tasks));
  }

  @Test
  void runAll_noTasks_isEmpty() throws Exception {
    stop.request();

    assertEquals(List.of(), Tasks.runAll("none", stop, List.<Task<String>>of()));
  }

  @Test
  void runAll_oneFails_othersCancelledAndItIsThrown() {
    IOException failure = new IOException("second");
    List<Task<String>> tasks =
        List.of(
            waits("waits"),
            new Task<>(
                "fails",
                () -> {
                  trail.await("waits starts");
                  throw failure;
                }));

    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> Tasks.runAll("all", stop, tasks));

    assertSame(failure, thrown.getCause());
    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  @Test
  void runAll_stopRequested_isCancelled() throws Exception {
    Caller caller =
        Caller.start(() -> Tasks.runAll("all", stop, List.of(ends("a"), waits("waits"))));
    trail.await("waits starts");

    stop.request();

    CancellationException thrown =
        assertInstanceOf(CancellationException.class, caller.awaitFailure());
    assertEquals("all was stopped", thrown.getMessage());
  }

  @Test
  void runAll_stopRequestedBefore_startsNothing() {
    stop.request();

    assertThrows(CancellationException.class, () -> Tasks.runAll("all", stop, List.of(ends("a"))));

    assertEquals(List.of(), trail.events());
  }

  @Test
  void runAll_deadlinePasses_isTimeout() {
    TimeoutException thrown =
        assertThrows(
            TimeoutException.class,
            () -> Tasks.runAll("all", Stop.within(Duration.ofMillis(20)), List.of(waits("waits"))));

    assertEquals("all did not end in time", thrown.getMessage());
  }

  @Test
  void runAll_stopRequestedWhenAllHaveSucceeded_returnsResults() throws Exception {
    List<Task<String>> tasks =
        List.of(
            new Task<>(
                "stops",
                () -> {
                  stop.request();
                  return "a";
                }));

    assertEquals(List.of("a"), Tasks.runAll("all", stop, tasks));
  }

  @Test
  void runAll_ownerInterrupted_cancelsAndThrows() throws Exception {
    Caller caller = Caller.start(() -> Tasks.runAll("all", stop, List.of(waits("waits"))));
    trail.await("waits starts");

    caller.interrupt();

    assertInstanceOf(InterruptedException.class, caller.awaitFailure());
    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  private Task<String> ends(String name) {
    return new Task<>(
        name,
        () -> {
          trail.add(name);
          return name;
        });
  }

  private Task<String> waits(String name) {
    return new Task<>(
        name,
        () -> {
          trail.untilInterrupted(name).run();
          return name;
        });
  }
}
