package dev.heddle.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to start a number of tasks that do next to nothing and to wait for all, by the
 * kind of threads.
 *
 * <pre>java --enable-preview -jar target/benchmarks.jar StartAndJoin</pre>
 *
 * <p><b>Workload.</b> One platform thread submits {@code tasks} tasks to an executor and then waits
 * for each. {@code virtual} and {@code platform} start a thread for each task; {@code pool} has as
 * many threads as the machine has processors, which are there before and stay.
 *
 * <p><b>Distribution.</b> Each task returns another number; their sum is returned.
 *
 * <p><b>What this does not say.</b> The tasks hardly overlap: it is the cost of threads, not of
 * many at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Threads(1)
@Fork(5)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class StartAndJoinBenchmark {
  @Param({"virtual", "platform", "pool"})
  private String threads;

  @Param({"100", "10000"})
  private int tasks;

  private ExecutorService executor;
  private long seed;

  @Setup
  public void open() {
    executor = Kinds.open(threads, Runtime.getRuntime().availableProcessors());
  }

  @TearDown
  public void close() {
    executor.close();
  }

  /** Returns the sum of what the tasks return. */
  @Benchmark
  public long startAndJoin() throws ExecutionException, InterruptedException {
    List<Future<Long>> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      long number = seed++;
      all.add(executor.submit(() -> number));
    }
    long sum = 0;
    for (Future<Long> each : all) {
      sum += each.get();
    }
    return sum;
  }
}
