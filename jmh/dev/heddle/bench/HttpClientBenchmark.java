package dev.heddle.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Why Heddle has an HTTP client of its own: the same GETs by it, by the JDK's and by Apache's.
 *
 * <pre>
 * java --enable-preview -jar target/benchmarks.jar HttpClientBenchmark -prof gc -prof dev.heddle.bench.Figures
 * </pre>
 *
 * <p><b>Workload.</b> {@code connections} virtual threads ask one server for {@value #REQUESTS}
 * URLs in all, one after the other each, on connections that stay open, and read each body of
 * 10,240 bytes to its end without keeping it. Each client keeps its usual time limits of 30 s for
 * the response, in its own way. The server is one platform thread with a selector in the same
 * process, the same for all. The time is that of the whole, divided by the requests; {@code
 * gc.alloc.rate.norm} of the command above is bytes a request, of which the server has none worth
 * mentioning.
 *
 * <p><b>Distribution.</b> Every URL of an invocation has another path.
 *
 * <p><b>Beside the time</b>, {@code clientCpu} is microseconds of CPU a request of all threads but
 * the server's ({@link Figures}).
 *
 * <p><b>The others at their best.</b> The JDK's client speaks HTTP/1.1, runs its own tasks on
 * virtual threads, and hands its buffers over uncopied. Apache's is its minimal one, without
 * redirects, cookies, caches and decompression, as Heddle's has none at this level either, with a
 * pool for as many connections as there are threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Threads(1)
@Fork(5)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class HttpClientBenchmark {
  static final int REQUESTS = 1_024;

  @Param({"heddle", "jdk", "apache"})
  private String client;

  @Param({"1", "64"})
  private int connections;

  private final List<String> urls = new ArrayList<>();
  private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
  private LoopbackWeb web;
  private Getter getter;

  @Setup
  public void start() throws Exception {
    web = new LoopbackWeb(1, Duration.ZERO);
    for (int i = 0; i < REQUESTS; i++) {
      urls.add(web.urls().getFirst() + "files/" + i);
    }
    getter =
        switch (client) {
          case "heddle" -> new HeddleGetter(urls, connections);
          case "jdk" -> new JdkGetter(urls);
          case "apache" -> new ApacheGetter(urls, connections);
          default -> throw new IllegalArgumentException("not a client: " + client);
        };
  }

  @TearDown
  public void stop() throws IOException {
    getter.close();
    virtual.close();
    web.close();
  }

  /** Returns how many bytes came. */
  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public long get(ClientCpu cpu) throws ExecutionException, InterruptedException, IOException {
    cpu.begin(web.threadId());
    List<Future<Long>> shares = new ArrayList<>(connections);
    for (int i = 0; i < connections; i++) {
      int first = i;
      shares.add(virtual.submit(() -> share(first)));
    }
    long bytes = 0;
    for (Future<Long> share : shares) {
      bytes += share.get();
    }
    if (bytes != (long) REQUESTS * LoopbackWeb.LENGTH) {
      throw new IOException("not all came: " + bytes + " bytes");
    }
    cpu.end(REQUESTS);
    return bytes;
  }

  private long share(int first) throws IOException, InterruptedException {
    long bytes = 0;
    for (int i = first; i < REQUESTS; i += connections) {
      bytes += getter.get(i);
    }
    return bytes;
  }
}
