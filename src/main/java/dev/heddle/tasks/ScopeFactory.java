package dev.heddle.tasks;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;

/**
 * Opens the JDK's structured scopes: all that differs between Java releases.
 *
 * <p>{@code StructuredTaskScope} is a preview API with one shape in Java 21 and another in 25. Its
 * class files load only on the release that compiled them, so {@code PreviewScopes} has a source
 * root for each and is loaded by name; everything else is compiled without preview features.
 */
interface ScopeFactory {
  /** Opens a scope that the calling thread owns. Its threads are made by {@code threads}. */
  JoinScope open(String name, ThreadFactory threads);

  /** A scope of children; used by its owner alone, which starts, then awaits, then closes. */
  interface JoinScope extends AutoCloseable {
    /** Starts a child on a thread of its own. A child that returns true cancels the others. */
    void start(Callable<Boolean> child);

    /** Waits until every child has ended or one has cancelled the others. */
    void await() throws InterruptedException;

    /** Interrupts the children that still run and waits until they have ended. */
    @Override
    void close();
  }

  /** The factory for the release that runs. */
  static ScopeFactory load() {
    try {
      return Class.forName("dev.heddle.tasks.PreviewScopes")
          .asSubclass(ScopeFactory.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (InvocationTargetException e) {
      throw new LinkageError("PreviewScopes cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("PreviewScopes cannot be loaded", e);
    }
  }
}
