package dev.heddle.tasks;

import java.util.concurrent.Callable;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The seam over {@link StructuredTaskScope} as Java 25 has it (<a
 * href="https://openjdk.org/jeps/505">JEP 505</a>). Loaded by name, see {@link ScopeFactory}.
 */
final class PreviewScopes implements ScopeFactory {
  @Override
  public JoinScope open(String name, ThreadFactory threads) {
    return new Java25Scope(
        StructuredTaskScope.open(
            new CancelOnRequest(),
            configuration -> configuration.withName(name).withThreadFactory(threads)));
  }

  /** Java 25 has no {@code shutdown()}: a scope is cancelled by what its joiner answers. */
  private static final class CancelOnRequest implements Joiner<Boolean, @Nullable Void> {
    @Override
    public boolean onComplete(Subtask<? extends Boolean> child) {
      return child.state() == Subtask.State.SUCCESS && child.get();
    }

    @Override
    public @Nullable Void result() {
      return null;
    }
  }

  private record Java25Scope(StructuredTaskScope<Boolean, @Nullable Void> scope)
      implements ScopeFactory.JoinScope {
    @Override
    public void start(Callable<Boolean> child) {
      var unused = scope.fork(child);
    }

    @Override
    public void await() throws InterruptedException {
      var unused = scope.join();
    }

    @Override
    public void close() {
      scope.close();
    }
  }
}
