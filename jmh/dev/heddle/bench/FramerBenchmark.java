package dev.heddle.bench;

import dev.heddle.greeting.Conversation;
import dev.heddle.greeting.Framing;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a greeting costs without a socket: the framer alone, bytes in and bytes out.
 *
 * <pre>java --enable-preview -jar target/benchmarks.jar Framer -prof gc</pre>
 *
 * <p><b>Workload.</b> One conversation takes all names once an invocation, {@code messages} of them
 * a read, and its replies are taken from it after each read. No threads are compared: it is what
 * every kind pays. The time is that of a message.
 *
 * <p><b>Distribution.</b> 1,024 names of 1 to 32 letters, uniform, from a fixed seed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Threads(1)
@Fork(5)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class FramerBenchmark {
  private static final int MAX_MESSAGE = 8_192;

  @Param({"AUTO", "LINE"})
  private Framing framing;

  @Param({"1", "16"})
  private int messages;

  private final List<byte[]> reads = new ArrayList<>();
  private Conversation conversation;

  @Setup
  public void prepare() {
    conversation = new Conversation(framing, MAX_MESSAGE);
    conversation.outputWritten(); // the welcome
    byte[][] lines = Names.lines();
    for (int from = 0; from < Names.COUNT; from += messages) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      for (int i = from; i < Math.min(from + messages, Names.COUNT); i++) {
        read.writeBytes(lines[i]);
      }
      reads.add(read.toByteArray());
    }
  }

  @Benchmark
  @OperationsPerInvocation(Names.COUNT)
  public void greet(Blackhole blackhole) {
    for (byte[] read : reads) {
      int taken = 0;
      while (taken < read.length) {
        int count = Math.min(conversation.makeRoom(), read.length - taken);
        System.arraycopy(read, taken, conversation.input(), conversation.inputEnd(), count);
        taken += count;
        blackhole.consume(conversation.received(count));
      }
      blackhole.consume(conversation.output());
      blackhole.consume(conversation.outputLength());
      conversation.outputWritten();
    }
  }
}
