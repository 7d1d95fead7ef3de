package dev.heddle.bench;

import dev.heddle.tasks.ScopeFactory;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The time to open a scope, run tasks that do nothing and close it.
 *
 * <p>{@code java --enable-preview -jar target/benchmarks.jar ScopeBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class ScopeBenchmark {
  @Param({"1", "100"})
  private int count;

  private ScopeFactory scopes;
  private List<Callable<Integer>> tasks;

  @Setup
  public void prepare() {
    scopes = ScopeFactory.load();
    tasks = Collections.nCopies(count, () -> 1);
  }

  @Benchmark
  public List<Integer> runAll() throws Exception {
    return scopes.runAll(tasks);
  }
}
