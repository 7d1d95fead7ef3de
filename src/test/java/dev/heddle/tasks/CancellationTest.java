package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.tasks.Tasks.Body;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cancels a scope, and who waits for whom then. */
@Timeout(30)
final class CancellationTest {
  private final Trail trail = new Trail();
  private final Stop stop = Stop.onRequest();
  private final CountDownLatch release = new CountDownLatch(1);

  @Test
  void childFails_othersRun_areInterruptedBeforeItIsThrown() {
    IOException failure = new IOException("child");

    ExecutionException thrown =
        assertThrows(
            ExecutionException.class,
            () ->
                run(
                    forks -> {
                      forks.fork("waits", trail.untilInterrupted("waits"));
                      trail.await("waits starts");
                      forks.fork(
                          "fails",
                          () -> {
                            throw failure;
                          });
                    }));

    assertSame(failure, thrown.getCause());
    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  @Test
  void bodyFails_childrenRun_areInterruptedBeforeItIsThrown() {
    IOException failure = new IOException("body");

    ExecutionException thrown =
        assertThrows(
            ExecutionException.class,
            () ->
                run(
                    forks -> {
                      forks.fork("waits", trail.untilInterrupted("waits"));
                      trail.await("waits starts");
                      throw failure;
                    }));

    assertSame(failure, thrown.getCause());
    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  @Test
  void bodyFails_noChildren_isThrown() {
    IOException failure = new IOException("body");

    ExecutionException thrown =
        assertThrows(
            ExecutionException.class,
            () ->
                run(
                    forks -> {
                      throw failure;
                    }));

    assertSame(failure, thrown.getCause());
  }

  @Test
  void childFails_bodyStillRuns_laterForksStartNothing() {
    ExecutionException thrown =
        assertThrows(
            ExecutionException.class,
            () ->
                run(
                    forks -> {
                      forks.fork("waits", trail.untilInterrupted("waits"));
                      trail.await("waits starts");
                      forks.fork(
                          "fails",
                          () -> {
                            throw new IOException();
                          });
                      trail.await("waits interrupted");
                      forks.fork("late", () -> trail.add("late"));
                    }));

    assertInstanceOf(IOException.class, thrown.getCause());
    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  @Test
  void stop_childIgnoresInterrupt_callerWaitsForIt() throws Exception {
    Caller caller = startStubborn();

    stop.request();
    trail.await("stubborn interrupted");
    caller.awaitWaiting();
    trail.add("released");
    release.countDown();

    assertFalse(caller.awaitReturn());
    assertEquals(
        List.of("stubborn starts", "stubborn interrupted", "released", "stubborn ends", "returned"),
        trail.events());
  }

  @Test
  void ownerInterrupted_whileItWaits_cancelsAndThrows() throws Exception {
    Caller caller =
        Caller.start(() -> run(forks -> forks.fork("waits", trail.untilInterrupted("waits"))));
    trail.await("waits starts");
    caller.awaitWaiting();

    caller.interrupt();

    InterruptedException thrown =
        assertInstanceOf(InterruptedException.class, caller.awaitFailure());
    assertEquals(0, thrown.getSuppressed().length, "a cancelled child has not failed");
    assertEquals(List.of("waits starts", "waits interrupted"), trail.events());
  }

  @Test
  void ownerInterrupted_inBody_cancelsAndThrowsWhatBodyThrew() throws Exception {
    CompletableFuture<InterruptedException> own = new CompletableFuture<>();
    Caller caller =
        Caller.start(
            () ->
                run(
                    forks -> {
                      forks.fork("waits", trail.untilInterrupted("waits"));
                      try {
                        trail.untilInterrupted("body").run();
                      } catch (InterruptedException e) {
                        own.complete(e);
                        throw e;
                      }
                    }));
    trail.await("waits starts");
    trail.await("body starts");

    caller.interrupt();

    Throwable thrown = caller.awaitFailure();
    assertSame(own.get(), thrown);
    assertTrue(trail.events().contains("waits interrupted"));
  }

  @Test
  void ownerInterrupted_childIgnoresInterrupt_callerWaitsForIt() throws Exception {
    Caller caller = startStubborn();
    caller.awaitWaiting();

    caller.interrupt();
    trail.await("stubborn interrupted");
    caller.awaitWaiting();
    trail.add("released");
    release.countDown();

    assertInstanceOf(InterruptedException.class, caller.awaitFailure());
    assertEquals(
        List.of("stubborn starts", "stubborn interrupted", "released", "stubborn ends"),
        trail.events());
  }

  @Test
  void ownerInterrupted_twice_staysInterrupted() throws Exception {
    Caller caller = startStubborn();
    caller.awaitWaiting();
    caller.interrupt();
    trail.await("stubborn interrupted"); // by the caller, which now waits for it alone

    caller.interrupt();
    release.countDown();

    assertInstanceOf(InterruptedException.class, caller.awaitFailureLeftInterrupted());
  }

  private Caller startStubborn() throws InterruptedException {
    Caller caller =
        Caller.start(
            () -> {
              run(forks -> forks.fork("stubborn", trail.untilReleased("stubborn", release)));
              trail.add("returned");
            });
    trail.await("stubborn starts");
    return caller;
  }

  private void run(Body body) throws Exception {
    Tasks.runUntil("scope", stop, body);
  }
}
