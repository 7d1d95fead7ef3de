package dev.heddle.bench;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Does {@code heddle compare} find a change that is known, on this machine? Twenty benchmarks, five
 * of which do more when told to.
 *
 * <pre>scripts/bench.sh --rounds 7 --with -Dheddle.bench.slowed=10 KnownChange</pre>
 *
 * <p><b>Workload.</b> Ten chores of a single thread, with few bytes and with many. An operation
 * does one {@value #TIMES} times; of five benchmarks it does so ten percent more often where the
 * system property {@value #SLOWED_BY} says 10. So those five should be {@code worse} than without
 * it, and all others the {@code same}. The heap is small, so that it has been touched as a whole
 * before it is measured.
 *
 * <p><b>Distribution.</b> Letters, one in eight a newline, from a fixed seed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(1)
@Fork(
    value = 5,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms64m", "-Xmx64m"})
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class KnownChangeBenchmark {
  static final int TIMES = 100;
  static final String SLOWED_BY = "heddle.bench.slowed";

  private static final Set<String> SLOWED =
      Set.of("DIGEST 64", "DEFLATE 1024", "GREET 1024", "MATCH 64", "SORT 1024");

  @Param private Chore chore;

  @Param({"64", "1024"})
  private int size;

  private int times = TIMES;
  private byte[] bytes = new byte[0];
  private ToLongFunction<byte[]> work;

  @Setup
  public void prepare() {
    work = chore.make();
    if (SLOWED.contains(chore + " " + size)) {
      times += TIMES * Integer.getInteger(SLOWED_BY, 0) / 100;
    }
    SplittableRandom random = new SplittableRandom(9999);
    bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (random.nextInt(8) == 0 ? '\n' : random.nextInt('a', 'z' + 1));
    }
  }

  @Benchmark
  @OperationsPerInvocation(TIMES)
  public void work(Blackhole blackhole) {
    for (int i = 0; i < times; i++) {
      blackhole.consume(work.applyAsLong(bytes));
    }
  }
}
