package dev.heddle.tasks;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** The seam over {@code StructuredTaskScope}, whose shape differs between Java 21 and 25. */
public interface ScopeFactory {
  /** The implementation for the Java that runs. */
  static ScopeFactory load() {
    try {
      return Class.forName("dev.heddle.tasks.PreviewScopes")
          .asSubclass(ScopeFactory.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no PreviewScopes for this Java", e);
    }
  }

  /**
   * Runs every task on a virtual thread of its own and waits for all; the first failure ends it.
   */
  <T> List<T> runAll(List<Callable<T>> tasks) throws InterruptedException, ExecutionException;
}
