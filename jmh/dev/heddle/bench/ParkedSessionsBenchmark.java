package dev.heddle.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a parked session takes of memory, by the kind of its thread.
 *
 * <pre>
 * java --enable-preview -jar target/benchmarks.jar ParkedSessions -prof dev.heddle.bench.Figures
 * </pre>
 *
 * <p><b>Workload.</b> An operation starts {@code sessions} sessions, each with a thread, the
 * server's framer and a transport in memory, greets each once, and waits until all have answered
 * and wait for more. Then it measures, and ends them. The time is that of all of it, with two full
 * collections, and not the point.
 *
 * <p><b>The figures</b> ({@link Figures}): {@code heapBytes} is what the heap holds after a full
 * collection more than before, a session: thread, stack while it is parked, framer and its arrays,
 * transport. {@code otherBytes} is what the process' resident memory has grown by, a session: the
 * stacks of platform threads lie there. It is told for few sessions alone and on Linux alone, where
 * the whole heap has been touched before, so that none of it counts twice.
 *
 * <p><b>Distribution.</b> 1,024 names of 1 to 32 letters, uniform, from a fixed seed, in turn.
 *
 * <p><b>What fits.</b> {@code few} takes 512 MiB of heap and both kinds; {@code many}, 100,000,
 * takes 1 GiB, and {@code most}, 1,000,000, takes 6 GiB. They are for virtual threads: so many
 * platform threads are more than most systems allow ({@code -p threads=platform} tries).
 *
 * <p><b>What this does not say.</b> A socket costs the process and the kernel as well, the same for
 * every kind of threads.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Threads(1)
@Fork(5)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
public class ParkedSessionsBenchmark {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** As many as either kind can have. */
  @State(Scope.Benchmark)
  public static class Few {
    @Param({"virtual", "platform"})
    private String threads;

    @Param("10000")
    private int sessions;
  }

  /** More than a server of platform threads has. */
  @State(Scope.Benchmark)
  public static class Many {
    @Param("virtual")
    private String threads;

    @Param("100000")
    private int sessions;
  }

  /** A million. */
  @State(Scope.Benchmark)
  public static class Most {
    @Param("virtual")
    private String threads;

    @Param("1000000")
    private int sessions;
  }

  /** Returns how many bytes of the heap they took. */
  @Benchmark
  @Fork(jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"})
  public long few(Few few) throws IOException, InterruptedException {
    return park(few.threads, few.sessions, true);
  }

  /** Returns how many bytes of the heap they took. */
  @Benchmark
  @Fork(jvmArgsAppend = "-Xmx1g")
  public long many(Many many) throws IOException, InterruptedException {
    return park(many.threads, many.sessions, false);
  }

  /** Returns how many bytes of the heap they took. */
  @Benchmark
  @Fork(jvmArgsAppend = "-Xmx6g")
  public long most(Most most) throws IOException, InterruptedException {
    return park(most.threads, most.sessions, false);
  }

  private static long park(String threads, int sessions, boolean tellsResident)
      throws IOException, InterruptedException {
    ThreadFactory factory = Kinds.factory(threads);
    byte[][] names = Names.lines();
    CountDownLatch greeted = new CountDownLatch(sessions);
    CountDownLatch ended = new CountDownLatch(sessions);
    long heapBefore = heap();
    long residentBefore = resident();
    List<MemorySession> all = new ArrayList<>(sessions);
    for (int i = 0; i < sessions; i++) {
      MemorySession session = new MemorySession(factory, greeted, ended);
      all.add(session);
      session.start();
      session.send(names[i % names.length]);
    }
    greeted.await();
    long heap = heap() - heapBefore;
    long resident = resident() - residentBefore;
    all.forEach(MemorySession::sendFin);
    ended.await();
    Figures.tell("heapBytes", (double) heap / sessions, "B/session");
    if (tellsResident && Files.exists(STATUS)) {
      Figures.tell("otherBytes", (double) resident / sessions, "B/session");
    }
    return heap;
  }

  /** What the heap holds that is in use, after a full collection. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The memory of the process that is not swapped out, in bytes; 0 where Linux does not say. */
  private static long resident() throws IOException {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
          .sum();
    }
  }
}
