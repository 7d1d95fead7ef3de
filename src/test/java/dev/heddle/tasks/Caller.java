package dev.heddle.tasks;

import dev.heddle.tasks.Tasks.Work;
import dev.heddle.testing.Probe;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A virtual thread that calls the seam, for tests that interrupt it or look at it meanwhile. */
final class Caller {
  /** How the call ended, and whether its thread was left interrupted. */
  private record End(Optional<Throwable> failure, boolean interrupted) {}

  private final Thread thread;
  private final CompletableFuture<End> end = new CompletableFuture<>();

  private Caller(Work call) {
    thread = Thread.ofVirtual().name("caller").start(() -> end.complete(endOf(call)));
  }

  private static End endOf(Work call) {
    Optional<Throwable> failure = Optional.empty();
    try {
      call.run();
    } catch (Throwable e) { // the test looks at whatever it is
      failure = Optional.of(e);
    }
    return new End(failure, Thread.currentThread().isInterrupted());
  }

  static Caller start(Work call) {
    return new Caller(call);
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Waits until the caller waits in the seam; if it has ended instead, that is a failure. */
  void awaitWaiting() throws Exception {
    Probe.await(
        "the caller waits",
        () -> {
          if (!thread.isAlive()) {
            throw new AssertionError("the caller has not waited");
          }
          return thread.getState() == Thread.State.WAITING;
        });
  }

  /** Waits for the call's normal end; returns whether its thread was left interrupted. */
  boolean awaitReturn() throws Exception {
    End ended = end.get();
    ended
        .failure()
        .ifPresent(
            failure -> {
              throw new AssertionError("the call failed", failure);
            });
    return ended.interrupted();
  }

  /** Waits for the call's failure, which leaves its thread uninterrupted. */
  Throwable awaitFailure() throws Exception {
    if (end.get().interrupted()) {
      throw new AssertionError("left interrupted");
    }
    return failure();
  }

  /** Waits for the call's failure, which leaves its thread interrupted. */
  Throwable awaitFailureLeftInterrupted() throws Exception {
    if (!end.get().interrupted()) {
      throw new AssertionError("left uninterrupted");
    }
    return failure();
  }

  private Throwable failure() throws Exception {
    return end.get().failure().orElseThrow(() -> new AssertionError("the call returned"));
  }

  /** Runs {@code then} once {@code thread} has ended. */
  static void whenEnded(Thread thread, Runnable then) {
    Thread.ofVirtual()
        .name("after " + thread.getName())
        .start(
            () -> {
              try {
                thread.join();
                then.run();
              } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts this", e);
              }
            });
  }
}
