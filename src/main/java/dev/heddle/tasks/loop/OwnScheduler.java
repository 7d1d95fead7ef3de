package dev.heddle.tasks.loop;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes virtual threads whose scheduler is an executor of ours. The JDK has that inside, of Java 21
 * as of 25, and offers it to nobody yet: it takes {@code --add-opens java.base/java.lang}, which
 * the manifest of heddle.jar says ({@code Add-Opens}). By reflection, because javac does not know
 * it.
 */
final class OwnScheduler {
  private static final @Nullable Constructor<?> BUILDER = find();

  private OwnScheduler() {}

  private static @Nullable Constructor<?> find() {
    try {
      Constructor<?> builder =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      return builder.trySetAccessible() ? builder : null;
    } catch (ReflectiveOperationException e) {
      return null; // a later JDK
    }
  }

  /** Whether this JDK lets us. */
  static boolean isAvailable() {
    return BUILDER != null;
  }

  /**
   * A builder of threads whose every step is a task of {@code scheduler}.
   *
   * @throws IllegalStateException if it is not available
   */
  static Thread.Builder.OfVirtual threadsOn(Executor scheduler) {
    if (BUILDER == null) {
      throw new IllegalStateException("no scheduler of one's own without --add-opens");
    }
    try {
      return (Thread.Builder.OfVirtual) BUILDER.newInstance(scheduler);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the JDK takes no scheduler", e);
    }
  }
}
