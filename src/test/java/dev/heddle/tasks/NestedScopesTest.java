package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scopes within scopes: cancelling goes inwards, failures and waiting go outwards. */
@Timeout(30)
final class NestedScopesTest {
  private final Trail trail = new Trail();
  private final Stop outer = Stop.onRequest();
  private final Stop inner = Stop.onRequest();

  @Test
  void outerStops_innerRuns_innerEndsFirst() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Caller caller =
        Caller.start(
            () -> {
              Tasks.runUntil(
                  "outer",
                  outer,
                  forks ->
                      forks.fork(
                          "middle",
                          () -> {
                            try {
                              Tasks.runUntil(
                                  "inner",
                                  inner,
                                  more ->
                                      more.fork("inner", trail.untilReleased("inner", release)));
                            } finally {
                              trail.add("middle ends");
                            }
                          }));
              trail.add("outer ends");
            });
    trail.await("inner starts");

    outer.request();
    trail.await("inner interrupted");
    caller.awaitWaiting();
    release.countDown();
    caller.awaitReturn();

    assertEquals(
        List.of("inner starts", "inner interrupted", "inner ends", "middle ends", "outer ends"),
        trail.events());
  }

  @Test
  void innerStops_outerGoesOn() throws Exception {
    Tasks.runUntil(
        "outer",
        outer,
        forks -> {
          Tasks.runUntil(
              "inner",
              inner,
              more -> {
                more.fork("inner", trail.untilInterrupted("inner"));
                trail.await("inner starts");
                inner.request();
              });
          forks.fork("after", () -> trail.add("after"));
        });

    assertEquals(List.of("inner starts", "inner interrupted", "after"), trail.events());
  }

  @Test
  void innerFails_outerBodyDoesNotCatch_causesNest() {
    IOException failure = new IOException("inner");

    ExecutionException thrown =
        assertThrows(
            ExecutionException.class,
            () ->
                Tasks.runUntil(
                    "outer",
                    outer,
                    forks -> {
                      forks.fork("waits", trail.untilInterrupted("waits"));
                      trail.await("waits starts");
                      Tasks.runAll(
                          "inner",
                          inner,
                          List.of(
                              new Task<>(
                                  "fails",
                                  () -> {
                                    throw failure;
                                  })));
                    }));

    Throwable nested = assertInstanceOf(ExecutionException.class, thrown.getCause());
    assertSame(failure, nested.getCause());
    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  @Test
  void outerStops_innerChildFailsWithError_errorIsNotLost() {
    AssertionError error = new AssertionError("inner");

    ExecutionException thrown =
        assertThrows(
            ExecutionException.class,
            () ->
                Tasks.runUntil(
                    "outer",
                    outer,
                    forks -> {
                      forks.fork(
                          "middle",
                          () ->
                              Tasks.runUntil(
                                  "inner",
                                  inner,
                                  more ->
                                      more.fork(
                                          "inner",
                                          () -> {
                                            try {
                                              trail.untilInterrupted("inner").run();
                                            } finally {
                                              throwIt(error);
                                            }
                                          })));
                      trail.await("inner starts");
                      outer.request();
                    }));

    Throwable interrupt = assertInstanceOf(InterruptedException.class, thrown.getCause());
    assertEquals(List.of(error), List.of(interrupt.getSuppressed()));
  }

  private static void throwIt(Error error) {
    throw error;
  }
}
