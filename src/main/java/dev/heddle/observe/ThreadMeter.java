package dev.heddle.observe;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Counts threads, and asks the scheduler of the virtual ones by the MBean that Java 24 brought (
 * {@code jdk.management.VirtualThreadSchedulerMXBean}).
 */
final class ThreadMeter {
  private static final String SCHEDULER = "jdk.management:type=VirtualThreadScheduler";

  /** What the scheduler goes by where it can't be asked; see the class Thread. */
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  ThreadFigures read() {
    Optional<Number> parallelism = scheduler("Parallelism");
    return new ThreadFigures(
        ManagementFactory.getThreadMXBean().getThreadCount(),
        parallelism.map(Number::intValue).orElseGet(ThreadMeter::configured),
        number(scheduler("PoolSize")),
        number(scheduler("MountedVirtualThreadCount")),
        scheduler("QueuedVirtualThreadCount")
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
  private static Optional<Number> scheduler(String attribute) {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      return server.getAttribute(new ObjectName(SCHEDULER), attribute) instanceof Number count
              && count.longValue() >= 0
          ? Optional.of(count)
          : Optional.empty();
    } catch (JMException e) {
      return Optional.empty();
    }
  }
}
