package dev.heddle.tasks;

import java.io.Closeable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Runs a child's work on a platform thread, for what must not wait for a carrier. While all of
 * those are busy, a virtual thread that is woken may wait for one for a second.
 */
public final class PlatformThread {
  private PlatformThread() {}

  /**
   * Runs {@code work} on a platform thread called {@code name on its own}; returns when it has
   * ended, with its failure. An interrupt of the caller interrupts the thread and closes {@code
   * unblocks}, for what it may wait for without looking at interrupts, and then still waits for its
   * end.
   *
   * @throws InterruptedException if the caller was interrupted
   * @throws Exception what the work or the closing threw
   */
  public static void run(String name, Tasks.Work work, Closeable unblocks) throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              work.run();
              return true;
            });
    Thread thread = Thread.ofPlatform().daemon().name(name + " on its own").start(task);
    try {
      awaitEnd(task);
    } catch (InterruptedException e) {
      thread.interrupt();
      try {
        unblocks.close();
      } finally {
        thread.join();
      }
      throw e;
    }
  }

  /**
   * Waits for a task's end; throws what it threw.
   *
   * @throws InterruptedException if the caller was interrupted
   * @throws Exception what the task threw
   */
  public static void awaitEnd(Future<?> task) throws Exception {
    try {
      var unused = task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception exception ? exception : e;
    }
  }
}
