package dev.heddle.tasks;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.FailedException;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;

/** The seam for Java 25. */
final class PreviewScopes implements ScopeFactory {
  @Override
  public <T> List<T> runAll(List<Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try (var scope = StructuredTaskScope.open(Joiner.<T>allSuccessfulOrThrow())) {
      for (Callable<T> task : tasks) {
        scope.fork(task);
      }
      return scope.join().map(Subtask::get).toList();
    } catch (FailedException e) {
      throw new ExecutionException(e.getCause());
    }
  }
}
