package dev.heddle.bench;

import dev.heddle.fetch.Entries;
import dev.heddle.fetch.Entry;
import dev.heddle.fetch.Fetch;
import dev.heddle.fetch.FetchConfig;
import dev.heddle.fetch.Outcome;
import dev.heddle.fetch.files.Destinations;
import dev.heddle.fetch.http.Limit;
import dev.heddle.fetch.http.Proxies;
import dev.heddle.fetch.http.Tls;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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
 * How long Heddle's fetcher takes for many URLs of many hosts, by the kind of threads that its
 * transfers run on.
 *
 * <pre>
 * java --enable-preview -jar target/benchmarks.jar FetchBenchmark -prof dev.heddle.bench.Figures
 * </pre>
 *
 * <p><b>Workload.</b> An operation is a run of {@code heddle fetch --discard} without the command
 * around it: {@code urls} URLs of {@code hosts} loopback addresses in turn, {@code atOnce} at once
 * with no lower limit a host, one thread for each, time limits on. Its connections are its own,
 * opened and closed with it. The server is one platform thread with a selector in the same process,
 * the same for both kinds; it answers each request after {@code delay} milliseconds, never early
 * and at most one late. No run takes less than urls / atOnce × delay.
 *
 * <p><b>Distribution.</b> Every URL has another path, and 10,240 random bytes from a fixed seed.
 *
 * <p><b>Beside the time</b>, {@code transfersPerSecond} ({@link Figures}).
 *
 * <p><b>What this does not say.</b> With no delay, the one core of the server is a large part of
 * the time, and differences between kinds are larger than they look. Nothing is looked up, secured
 * or written to a disk.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Threads(1)
@Fork(3)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class FetchBenchmark {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Param({"virtual", "platform"})
  private String threads;

  @Param("1000")
  private int urls;

  @Param("50")
  private int hosts;

  @Param({"64", "1000"})
  private int atOnce;

  @Param({"0", "10", "100"})
  private int delay;

  private final List<Entry> entries = new ArrayList<>();
  private LoopbackWeb web;
  private FetchConfig config;

  @Setup
  public void start() throws IOException {
    web = new LoopbackWeb(hosts, Duration.ofMillis(delay));
    for (int i = 0; i < urls; i++) {
      String host = web.urls().get(i % hosts);
      entries.add(new Entry(i + 1L, host + "files/" + i, 0));
    }
    config =
        new FetchConfig(
            atOnce,
            atOnce,
            1,
            Map.of(Limit.CONNECT, LIMIT, Limit.HEADER, LIMIT, Limit.IDLE, LIMIT),
            0,
            0,
            0,
            List.of(),
            false,
            FetchConfig.Ends.AT_FIRST_FAILURE,
            Tls.ofTheJdk(),
            Proxies.none(),
            Kinds.factory(threads));
  }

  @TearDown
  public void stop() throws IOException {
    web.close();
  }

  /** Returns how many bytes came. */
  @Benchmark
  public long fetch(Transfers transfers)
      throws IOException, ExecutionException, InterruptedException {
    Iterator<Entry> left = entries.iterator();
    Entries list = () -> left.hasNext() ? Optional.of(left.next()) : Optional.empty();
    LongAdder bytes = new LongAdder();
    new Fetch(config, list, Destinations.nowhere(), outcome -> bytes.add(bytesOf(outcome))).run();
    if (bytes.sum() != (long) urls * LoopbackWeb.LENGTH) {
      throw new IOException("not all was fetched: " + bytes.sum() + " bytes");
    }
    transfers.add(urls);
    return bytes.sum();
  }

  private static long bytesOf(Outcome outcome) {
    return outcome.result() == Outcome.Result.FETCHED ? outcome.bytes() : 0;
  }
}
