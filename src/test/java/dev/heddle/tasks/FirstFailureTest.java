package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.tasks.Tasks.Body;
import dev.heddle.tasks.Tasks.Forks;
import dev.heddle.tasks.Tasks.Work;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of several failures is thrown, and what becomes of the others. */
@Timeout(30)
final class FirstFailureTest {
  private final Trail trail = new Trail();
  private final Stop stop = Stop.onRequest();
  private final IOException first = new IOException("first");

  @Test
  void bodyFails_afterChild_isSuppressedIntoChilds() {
    IOException second = new IOException("second");

    Throwable thrown =
        failureOf(
            forks -> {
              failAndCancel(forks, first);
              throw second;
            });

    assertSame(first, thrown);
    assertArrayEquals(new Throwable[] {second}, thrown.getSuppressed());
  }

  @Test
  void bodyFails_withChildsFailure_isNotSuppressedIntoItself() {
    Throwable thrown =
        failureOf(
            forks -> {
              failAndCancel(forks, first);
              throw first;
            });

    assertSame(first, thrown);
    assertArrayEquals(new Throwable[0], thrown.getSuppressed());
  }

  @Test
  void cancelledChild_failsWithException_isNotCounted() {
    Throwable thrown =
        failureOf(
            forks -> {
              forks.fork("fails late", afterInterrupt(new IOException("late")));
              trail.await("late starts");
              throw first;
            });

    assertSame(first, thrown);
    assertArrayEquals(new Throwable[0], thrown.getSuppressed());
  }

  @Test
  void cancelledChild_failsWithError_isSuppressed() {
    AssertionError error = new AssertionError("late");

    Throwable thrown =
        failureOf(
            forks -> {
              forks.fork("fails late", afterInterrupt(error));
              trail.await("late starts");
              throw first;
            });

    assertSame(first, thrown);
    assertArrayEquals(new Throwable[] {error}, thrown.getSuppressed());
  }

  @Test
  void stoppedChild_failsWithException_isNotCounted() throws Exception {
    Tasks.runUntil(
        "scope",
        stop,
        forks -> {
          forks.fork("fails late", afterInterrupt(new IOException("late")));
          trail.await("late starts");
          stop.request();
        });
  }

  @Test
  void stoppedChild_failsWithError_isThrown() {
    AssertionError error = new AssertionError("late");

    Throwable thrown =
        failureOf(
            forks -> {
              forks.fork("fails late", afterInterrupt(error));
              trail.await("late starts");
              stop.request();
            });

    assertSame(error, thrown);
  }

  @Test
  void child_throwsInterruptedExceptionUncancelled_isAFailure() {
    InterruptedException own = new InterruptedException("its own");

    Throwable thrown =
        failureOf(
            forks ->
                forks.fork(
                    "fails",
                    () -> {
                      throw own;
                    }));

    assertSame(own, thrown);
  }

  @Test
  void ownerInterrupted_childFailsWithError_isSuppressedIntoInterrupt() throws Exception {
    AssertionError error = new AssertionError("late");
    Caller caller =
        Caller.start(
            () ->
                Tasks.runUntil("scope", stop, forks -> forks.fork("late", afterInterrupt(error))));
    trail.await("late starts");
    caller.awaitWaiting();

    caller.interrupt();

    Throwable thrown = assertInstanceOf(InterruptedException.class, caller.awaitFailure());
    assertArrayEquals(new Throwable[] {error}, thrown.getSuppressed());
  }

  @Test
  void ownerInterrupted_afterChildFailed_failureIsSuppressedIntoInterrupt() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    Caller caller =
        Caller.start(
            () ->
                Tasks.runUntil(
                    "scope",
                    stop,
                    forks -> {
                      failAndCancel(forks, first);
                      failed.countDown();
                      trail.untilInterrupted("body").run();
                    }));
    failed.await();
    trail.await("body starts");

    caller.interrupt();

    Throwable thrown = assertInstanceOf(InterruptedException.class, caller.awaitFailure());
    assertArrayEquals(new Throwable[] {first}, thrown.getSuppressed());
  }

  /** Lets a child fail, and waits until that has cancelled the scope. */
  private void failAndCancel(Forks forks, Exception failure) throws Exception {
    forks.fork("waits", trail.untilInterrupted("waits"));
    trail.await("waits starts");
    forks.fork(
        "fails",
        () -> {
          throw failure;
        });
    trail.await("waits interrupted");
  }

  private Work afterInterrupt(Throwable failure) {
    return () -> {
      try {
        trail.untilInterrupted("late").run();
      } catch (InterruptedException e) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (Exception) failure;
      }
    };
  }

  private Throwable failureOf(Body body) {
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> Tasks.runUntil("scope", stop, body));
    return assertInstanceOf(Throwable.class, thrown.getCause());
  }
}
