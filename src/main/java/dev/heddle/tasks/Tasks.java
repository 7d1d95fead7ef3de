package dev.heddle.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Structured concurrency in three verbs: {@link #runUntil}, {@link #runAll}, {@link #race}.
 *
 * <p>Each opens a scope with a name, runs its children on virtual threads of their own, and returns
 * only when every child has ended: nothing outlives the call. Cancelling interrupts the children
 * that still run and then waits for them, so a child that ignores interruption delays its caller.
 * An interrupt of the caller cancels the scope and is thrown as {@link InterruptedException}, with
 * what had failed by then suppressed into it; one that comes when the scope already ends leaves the
 * caller interrupted.
 *
 * <p>The first failure is thrown as the cause of an {@link ExecutionException}; later ones are
 * suppressed into it. A child that fails after it was cancelled has done what was asked, and counts
 * only when it failed with an {@link Error}.
 */
public final class Tasks {
  private Tasks() {}

  /** Starts the children of one scope; usable by the thread that runs the body, while it runs. */
  @FunctionalInterface
  public interface Forks {
    /**
     * Starts a child that lives no longer than its scope. Its failure cancels the others. Starts
     * nothing once the stop has come or the scope is cancelled.
     *
     * @throws WrongThreadException on any thread but the body's
     * @throws IllegalStateException after the body has ended
     */
    void fork(String name, Work work);
  }

  /** What a child does. An interrupt asks it to end. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /** What the owner of a scope does before it waits for the children: mostly, it forks them. */
  @FunctionalInterface
  public interface Body {
    void run(Forks forks) throws Exception;
  }

  /**
   * Runs {@code body} on the calling thread and the children that it forks, until all have ended,
   * or {@code stop} comes, or one fails. The last two cancel the children that still run. A stop
   * does not interrupt the body: a body that forks for long looks at the stop itself.
   *
   * @throws ExecutionException with the first failure, of the body or of a child, as its cause
   * @throws InterruptedException if the caller was interrupted; the children have been cancelled
   */
  public static void runUntil(String scope, Stop stop, Body body)
      throws InterruptedException, ExecutionException {
    runUntil(scope, stop, ScopeRun.VIRTUAL, body);
  }

  /**
   * As {@link #runUntil(String, Stop, Body)}, with children on threads of another kind, to compare
   * them.
   */
  public static void runUntil(String scope, Stop stop, ThreadFactory threads, Body body)
      throws InterruptedException, ExecutionException {
    ScopeRun.run(
        scope,
        stop,
        threads,
        run ->
            body.run(
                (name, work) ->
                    run.fork(
                        name,
                        () -> {
                          work.run();
                          return false;
                        })));
  }

  /**
   * Runs all tasks at once and returns their results in the order of the tasks. The first failure
   * cancels the others.
   *
   * @throws ExecutionException with the first failure as its cause
   * @throws CancellationException if {@code stop} was requested before all had succeeded
   * @throws TimeoutException if the deadline of {@code stop} passed before all had succeeded
   * @throws InterruptedException if the caller was interrupted; the children have been cancelled
   */
  public static <T extends @Nullable Object> List<T> runAll(
      String scope, Stop stop, List<Task<T>> tasks)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<AtomicReference<@Nullable Result<T>>> slots = new ArrayList<>(tasks.size());
    ScopeRun.run(
        scope,
        stop,
        run -> {
          for (Task<T> task : tasks) {
            AtomicReference<@Nullable Result<T>> slot = new AtomicReference<>();
            slots.add(slot);
            run.fork(
                task.name(),
                () -> {
                  slot.set(new Result<>(task.work().call()));
                  return false;
                });
          }
        });
    List<T> results = new ArrayList<>(slots.size());
    for (AtomicReference<@Nullable Result<T>> slot : slots) {
      Result<T> result = slot.get();
      if (result == null) {
        throw stopped(scope, stop);
      }
      results.add(result.value());
    }
    return results;
  }

  /**
   * Runs all tasks at once and returns the result of the first that succeeds; the others are
   * cancelled. An exception loses the race and nothing more, unless all fail; an {@link Error} ends
   * it.
   *
   * @throws ExecutionException if every task failed: the first failure is its cause, the others are
   *     suppressed into that
   * @throws CancellationException if {@code stop} was requested before one had succeeded
   * @throws TimeoutException if the deadline of {@code stop} passed before one had succeeded
   * @throws InterruptedException if the caller was interrupted; the children have been cancelled
   * @throws IllegalArgumentException if there are no tasks
   */
  public static <T extends @Nullable Object> T race(String scope, Stop stop, List<Task<T>> tasks)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("race '" + scope + "' has no tasks");
    }
    AtomicReference<@Nullable Result<T>> winner = new AtomicReference<>();
    Failures failures = new Failures();
    boolean stopped =
        ScopeRun.run(
            scope,
            stop,
            run -> {
              for (Task<T> task : tasks) {
                run.fork(
                    task.name(),
                    () -> {
                      T value;
                      try {
                        value = task.work().call();
                      } catch (Exception e) {
                        failures.add(e);
                        return false;
                      }
                      return winner.compareAndSet(null, new Result<>(value));
                    });
              }
            });
    Result<T> result = winner.get();
    if (result != null) {
      return result.value();
    }
    if (!stopped) {
      failures.throwFirst();
    }
    throw stopped(scope, stop);
  }

  private static CancellationException stopped(String scope, Stop stop) throws TimeoutException {
    if (stop.isRequested()) {
      return new CancellationException(scope + " was stopped");
    }
    throw new TimeoutException(scope + " did not end in time");
  }

  /** A result that may be null, told from no result. */
  private record Result<T extends @Nullable Object>(T value) {}
}
