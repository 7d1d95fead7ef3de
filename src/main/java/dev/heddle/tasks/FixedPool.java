package dev.heddle.tasks;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A pool that grows to its size, as the JDK's does; but where the machine refuses it another
 * thread, an idle one takes the task, which the JDK's would fail with idle threads at hand.
 */
final class FixedPool extends ThreadPoolExecutor {
  FixedPool(int size, ThreadFactory threads) {
    super(size, size, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), threads);
  }

  @Override
  public void execute(Runnable task) {
    try {
      super.execute(task);
    } catch (OutOfMemoryError e) {
      if (getActiveCount() >= getPoolSize() || !getQueue().offer(task)) {
        throw e;
      }
    }
  }
}
