package dev.heddle.bench;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What benchmarks find out beside time, such as bytes a session: a profiler, as JMH's own counters
 * have neither units nor means. {@code -prof dev.heddle.bench.Figures} shows them; {@code
 * scripts/bench.sh} always does.
 */
public final class Figures implements InternalProfiler {
  private static final ConcurrentLinkedQueue<ScalarResult> FOUND = new ConcurrentLinkedQueue<>();

  /** Tells a figure of this iteration; the reports have the mean of all iterations. */
  static void tell(String name, double value, String unit) {
    FOUND.add(new ScalarResult(name, value, unit, AggregationPolicy.AVG));
  }

  @Override
  public String getDescription() {
    return "figures that Heddle's benchmarks find beside time";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    FOUND.clear();
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<ScalarResult> found = List.copyOf(FOUND);
    FOUND.clear();
    return found;
  }
}
