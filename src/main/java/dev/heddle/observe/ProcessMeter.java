package dev.heddle.observe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads what this process takes of the machine; one thread's own. */
final class ProcessMeter {
  private static final String RESIDENT = "VmRSS:"; // in KiB

  private final Path status;
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private long lastCpuNanos = -1;

  ProcessMeter() {
    this(Path.of("/proc/self/status"));
  }

  /** Looks for the resident memory in another file, for tests. */
  ProcessMeter(Path status) {
    this.status = status;
  }

  /** The figures now; {@code seconds} have passed since they were read last. */
  ProcessFigures read(double seconds) {
    MemoryUsage heap = memory.getHeapMemoryUsage();
    return new ProcessFigures(
        cpuCores(seconds), heap.getUsed(), heap.getCommitted(), residentBytes());
  }

  private OptionalDouble cpuCores(double seconds) {
    long before = lastCpuNanos;
    lastCpuNanos = cpuNanos();
    return before < 0 || lastCpuNanos < 0 || seconds <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((lastCpuNanos - before) / 1e9 / seconds);
  }

  /** Nanoseconds of CPU so far; negative where the system does not tell. */
  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : -1;
  }

  private OptionalLong residentBytes() {
    try {
      return Files.readString(status, StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException | RuntimeException e) {
      return OptionalLong.empty(); // not Linux, or out of open files
    }
  }
}
