package dev.heddle.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
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
 * UDP round trips a second, by the kind of thread that answers.
 *
 * <pre>java --enable-preview -jar target/benchmarks.jar UdpRoundTrip</pre>
 *
 * <p><b>Workload.</b> {@code virtual} is Heddle's server as it ships: one virtual thread, with its
 * checks and counters. {@code platform} is a loop that blocks on a platform thread, without any
 * checks: the least that such a thread has to do. The client is one platform thread with a
 * selector, the same for both, with {@code connections} sockets: it keeps one datagram in flight on
 * each and compares every byte. A datagram that is lost ends the benchmark. An invocation ends
 * after {@value #ROUND_TRIPS} replies; the others stay in flight.
 *
 * <p><b>Distribution.</b> 1,024 names of 1 to 32 letters, uniform, from a fixed seed; each socket
 * begins at another.
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
    jvmArgsAppend = {LocalServer.OPENS, LocalServer.OPENS_SOCKETS, LocalServer.NATIVE})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class UdpRoundTripBenchmark {
  static final int ROUND_TRIPS = 1_000;

  @Param({"virtual", "platform"})
  private String threads;

  @Param({"1", "64"})
  private int connections;

  private Closeable answering;
  private UdpClient client;

  @Setup
  public void start() throws IOException {
    InetSocketAddress address;
    switch (threads) {
      case "virtual" -> {
        LocalServer server = new LocalServer(threads, 1);
        address = server.address();
        answering = server;
      }
      case "platform" -> {
        PlainUdpLoop loop = new PlainUdpLoop();
        address = loop.address();
        answering = loop;
      }
      default -> throw new IllegalArgumentException("not a kind of threads here: " + threads);
    }
    client = new UdpClient(address, connections);
  }

  @TearDown
  public void stop() throws IOException {
    client.close();
    answering.close();
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
