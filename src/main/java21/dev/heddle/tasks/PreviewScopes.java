package dev.heddle.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Subtask;

/** The seam for Java 21. */
final class PreviewScopes implements ScopeFactory {
  @Override
  public <T> List<T> runAll(List<Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try (var scope = new StructuredTaskScope.ShutdownOnFailure()) {
      List<Subtask<T>> subtasks = new ArrayList<>();
      for (Callable<T> task : tasks) {
        subtasks.add(scope.fork(task));
      }
      scope.join().throwIfFailed();
      return subtasks.stream().map(Subtask::get).toList();
    }
  }
}
