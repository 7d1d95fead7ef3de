package dev.heddle.bench;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Task;
import dev.heddle.tasks.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * What structure costs: Heddle's seam over {@code StructuredTaskScope} beside an executor's {@code
 * invokeAll}.
 *
 * <pre>java --enable-preview -jar target/benchmarks.jar ScopeBenchmark</pre>
 *
 * <p><b>Workload.</b> One platform thread has {@code tasks} tasks run that do next to nothing, and
 * gets their results in order. {@code runAll} opens a scope, forks a virtual thread for each task
 * and one that waits for a stop, and closes it. {@code invokeAll} uses an executor that is there
 * before and stays: a thread for each task, or a {@code pool} of as many as there are processors.
 *
 * <p><b>Distribution.</b> Each task returns another number; their sum is returned.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Threads(1)
@Fork(5)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ScopeBenchmark {
  /** What is to be done. */
  @State(Scope.Benchmark)
  public static class Work {
    @Param({"10", "1000"})
    private int tasks;

    private final Stop stop = Stop.onRequest();
    private final List<Task<Long>> named = new ArrayList<>();
    private final List<Callable<Long>> plain = new ArrayList<>();

    @Setup
    public void prepare() {
      for (int i = 0; i < tasks; i++) {
        long number = i;
        plain.add(() -> number);
        named.add(new Task<>("task", () -> number));
      }
    }
  }

  /** An executor that does it. */
  @State(Scope.Benchmark)
  public static class Kind {
    @Param({"virtual", "platform", "pool"})
    private String threads;

    private ExecutorService executor;

    @Setup
    public void open() {
      executor = Kinds.open(threads, Runtime.getRuntime().availableProcessors());
    }

    @TearDown
    public void close() {
      executor.close();
    }
  }

  /** Returns the sum of what the tasks return. */
  @Benchmark
  public long runAll(Work work) throws ExecutionException, InterruptedException, TimeoutException {
    long sum = 0;
    for (long each : Tasks.runAll("benchmark", work.stop, work.named)) {
      sum += each;
    }
    return sum;
  }

  /** Returns the sum of what the tasks return. */
  @Benchmark
  public long invokeAll(Work work, Kind kind) throws ExecutionException, InterruptedException {
    long sum = 0;
    for (Future<Long> each : kind.executor.invokeAll(work.plain)) {
      sum += each.get();
    }
    return sum;
  }
}
