package dev.heddle.observe;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts threads, and asks the scheduler of the virtual ones by the MXBean that Java 24 brought.
 * That is called directly: to make the server of all MBeans took 60 to 80 ms of CPU of a server's
 * first seconds.
 */
final class ThreadMeter {
  private static final String SCHEDULER = "jdk.management.VirtualThreadSchedulerMXBean";

  /** What the scheduler goes by where it can't be asked; see the class Thread. */
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  /** Found by the first sample, not by a start. */
  private static final class Scheduler {
    static final @Nullable Class<? extends PlatformManagedObject> TYPE = findType();
    static final @Nullable Object BEAN =
        TYPE == null ? null : ManagementFactory.getPlatformMXBean(TYPE);

    private static @Nullable Class<? extends PlatformManagedObject> findType() {
      try {
        return Class.forName(SCHEDULER).asSubclass(PlatformManagedObject.class);
      } catch (ClassNotFoundException e) {
        return null;
      }
    }
  }

  ThreadFigures read() {
    Optional<Number> parallelism = ask("getParallelism");
    return new ThreadFigures(
        ManagementFactory.getThreadMXBean().getThreadCount(),
        parallelism.map(Number::intValue).orElseGet(ThreadMeter::configured),
        number(ask("getPoolSize")),
        number(ask("getMountedVirtualThreadCount")),
        ask("getQueuedVirtualThreadCount")
            .map(count -> OptionalLong.of(count.longValue()))
            .orElse(OptionalLong.empty()));
  }

  private static int configured() {
    return Integer.getInteger(PARALLELISM, Runtime.getRuntime().availableProcessors());
  }

  private static OptionalInt number(Optional<Number> count) {
    return count.map(value -> OptionalInt.of(value.intValue())).orElse(OptionalInt.empty());
  }

  /** Empty where the JDK does not tell: it may also tell a negative number. */
  private static Optional<Number> ask(String method) {
    if (Scheduler.TYPE == null) {
      return Optional.empty();
    }
    try {
      return Scheduler.TYPE.getMethod(method).invoke(Scheduler.BEAN) instanceof Number count
              && count.longValue() >= 0
          ? Optional.of(count)
          : Optional.empty();
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return Optional.empty();
    }
  }
}
