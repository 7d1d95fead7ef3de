package dev.heddle.tasks;

import java.util.concurrent.Callable;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.ThreadFactory;

/**
 * The seam over {@link StructuredTaskScope} as Java 21 has it (<a
 * href="https://openjdk.org/jeps/453">JEP 453</a>). Loaded by name, see {@link ScopeFactory}.
 */
final class PreviewScopes implements ScopeFactory {
  @Override
  public JoinScope open(String name, ThreadFactory threads) {
    return new Java21Scope(name, threads);
  }

  private static final class Java21Scope extends StructuredTaskScope<Boolean>
      implements ScopeFactory.JoinScope {
    Java21Scope(String name, ThreadFactory threads) {
      super(name, threads);
    }

    @Override
    public void start(Callable<Boolean> child) {
      var unused = fork(child);
    }

    @Override
    protected void handleComplete(Subtask<? extends Boolean> child) {
      if (child.state() == Subtask.State.SUCCESS && child.get()) {
        shutdown();
      }
    }

    @Override
    public void await() throws InterruptedException {
      var unused = join();
    }
  }
}
