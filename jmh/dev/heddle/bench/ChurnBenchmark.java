package dev.heddle.bench;

import java.io.IOException;
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
 * Short TCP conversations a second with Heddle's server, by the kind of threads that its
 * connections run on: connect, greet once, exit.
 *
 * <pre>java --enable-preview -jar target/benchmarks.jar Churn</pre>
 *
 * <p><b>Workload.</b> The server runs in the fork, over loopback, with the limits that it ships
 * with. The client is one platform thread with a selector, the same for every kind: it holds {@code
 * connections} conversations at once, waits in each for the welcome, the reply and the server's
 * FIN, and compares every byte. An invocation is {@value #CONVERSATIONS} of them. {@code virtual}
 * is on event loops, as the server ships, and {@code virtual:jdk} on the JDK's scheduler. {@code
 * pool} is a pool of as many threads as there are conversations at once.
 *
 * <p><b>Distribution.</b> 1,024 names of 1 to 32 letters, uniform, from a fixed seed, in turn.
 *
 * <p><b>Beside the rate</b>, {@code clientCpuMicros} and {@code serverCpuMicros} are microseconds
 * of CPU a second, as in {@link TcpRoundTripBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(1)
@Fork(
    value = 5,
    jvmArgsAppend = {LocalServer.OPENS, LocalServer.OPENS_SOCKETS})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ChurnBenchmark {
  static final int CONVERSATIONS = 200;

  @Param({"virtual", "virtual:jdk", "platform", "pool"})
  private String threads;

  @Param({"1", "100"})
  private int connections;

  private LocalServer server;
  private ChurnClient client;

  @Setup
  public void start() throws IOException {
    server = new LocalServer(threads, connections);
    client = new ChurnClient(server.address(), connections);
  }

  @TearDown
  public void stop() throws IOException {
    client.close();
    server.close();
  }

  /** Returns how many bytes the server said. */
  @Benchmark
  @OperationsPerInvocation(CONVERSATIONS)
  public long converse(CpuCounters cpu) throws IOException {
    long bytes = client.converse(CONVERSATIONS);
    cpu.update();
    return bytes;
  }
}
