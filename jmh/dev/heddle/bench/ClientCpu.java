package dev.heddle.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The CPU that an iteration's requests took, of all threads of the process but the server's. */
@State(Scope.Thread)
public class ClientCpu {
  private static final double NANOS_PER_MICRO = 1_000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean process =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long server = Thread.currentThread().threadId();
  private long atStart;
  private long last;
  private long requests;

  @Setup(Level.Iteration)
  public void start() {
    requests = 0;
  }

  /** Called before the requests of an invocation. */
  void begin(long serverThread) {
    server = serverThread;
    if (requests == 0) {
      atStart = nanos();
    }
  }

  /** Called after them. */
  void end(int count) {
    requests += count;
    last = nanos();
  }

  @TearDown(Level.Iteration)
  public void tell() {
    Figures.tell("clientCpu", (last - atStart) / NANOS_PER_MICRO / requests, "us/op");
  }

  private long nanos() {
    return process.getProcessCpuTime() - threads.getThreadCpuTime(server);
  }
}
