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
 * How long a number of tasks take that block for a millisecond each, by the kind of threads.
 *
 * <pre>java --enable-preview -jar target/benchmarks.jar BlockingTasks</pre>
 *
 * <p><b>Workload.</b> One platform thread submits {@code tasks} tasks, each of which sleeps for a
 * millisecond, and waits for all. {@code virtual} and {@code platform} start a thread for each;
 * {@code pool} has one for each up to 1,000, all started before, so that no pool is kept from its
 * best by its size. At best the whole takes a millisecond, and more for a pool with more tasks than
 * threads.
 *
 * <p><b>Distribution.</b> All sleep equally long; each returns another number.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Threads(1)
@Fork(5)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class BlockingTasksBenchmark {
  private static final int LARGEST_POOL = 1_000;

  @Param({"virtual", "platform", "pool"})
  private String threads;

  @Param({"100", "1000", "10000"})
  private int tasks;

  private ExecutorService executor;
  private long seed;

  @Setup
  public void open() {
    executor = Kinds.open(threads, Math.min(tasks, LARGEST_POOL));
  }

  @TearDown
  public void close() {
    executor.close();
  }

  /** Returns the sum of what the tasks return. */
  @Benchmark
  public long block() throws ExecutionException, InterruptedException {
    List<Future<Long>> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      long number = seed++;
      all.add(executor.submit(() -> sleep(number)));
    }
    long sum = 0;
    for (Future<Long> each : all) {
      sum += each.get();
    }
    return sum;
  }

  private static long sleep(long number) throws InterruptedException {
    Thread.sleep(1);
    return number;
  }
}
