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
 * TCP round trips a second through Heddle's server, by the kind of threads that its connections run
 * on.
 *
 * <pre>java --enable-preview -jar target/benchmarks.jar TcpRoundTrip</pre>
 *
 * <p><b>Workload.</b> The server runs in the fork, over loopback, with the limits that it ships
 * with. The client is one platform thread with a selector, the same for every kind: it keeps one
 * message in flight on each connection, sends the next as soon as the reply is whole, and compares
 * every byte. An invocation ends after {@value #ROUND_TRIPS} replies; the other connections' stay
 * in flight, so that no batch has a tail. {@code virtual} is on event loops, as the server ships,
 * and {@code virtual:jdk} on the JDK's scheduler. {@code pool} is a pool of as many threads as
 * there are connections: a pool serves no more than that.
 *
 * <p><b>Distribution.</b> 1,024 names of 1 to 32 letters, uniform, from a fixed seed; each
 * connection begins at another.
 *
 * <p><b>Beside the rate</b>, {@code clientCpuMicros} and {@code serverCpuMicros} are microseconds
 * of CPU a second: that of the client's thread, and that of all other threads of the process (the
 * compiler's and collector's are among them). Divided by the rate, the latter is the server's CPU a
 * round trip, the steadiest of the figures.
 *
 * <p><b>What this does not say.</b> The loop is closed, so it knows nothing of tail latency: {@code
 * heddle load -q} does. Client and server share the machine's cores: where the client's CPU nears a
 * second a second, the rate is the client's, and a difference between kinds is larger than it
 * looks. Nothing is said of memory, nor of connections that are short or idle.
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
public class TcpRoundTripBenchmark {
  static final int ROUND_TRIPS = 1_000;

  @Param({"virtual", "virtual:jdk", "platform", "pool"})
  private String threads;

  @Param({"1", "100", "1000"})
  private int connections;

  private LocalServer server;
  private RoundTripClient client;

  @Setup
  public void start() throws IOException {
    server = new LocalServer(threads, connections);
    client = new RoundTripClient(server.address(), connections);
  }

  @TearDown
  public void stop() throws IOException {
    client.close();
    server.close();
  }

  /** Returns the sum of the replies' lengths. */
  @Benchmark
  @OperationsPerInvocation(ROUND_TRIPS)
  public long roundTrip(CpuCounters cpu) throws IOException {
    long bytes = client.receive(ROUND_TRIPS);
    cpu.update();
    return bytes;
  }
}
