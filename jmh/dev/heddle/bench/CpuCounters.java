package dev.heddle.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The CPU that the benchmark's thread, and that all others of the process have used. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class CpuCounters {
  public long clientCpuMicros;
  public long serverCpuMicros;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long clientAtStart;
  private long processAtStart;

  @Setup(Level.Iteration)
  public void start() {
    clientAtStart = threads.getCurrentThreadCpuTime();
    processAtStart = process.getProcessCpuTime();
  }

  /** Brings the counters up to date; called by the benchmark's thread. */
  void update() {
    long client = threads.getCurrentThreadCpuTime() - clientAtStart;
    long all = process.getProcessCpuTime() - processAtStart;
    clientCpuMicros = TimeUnit.NANOSECONDS.toMicros(client);
    serverCpuMicros = TimeUnit.NANOSECONDS.toMicros(all - client);
  }
}
