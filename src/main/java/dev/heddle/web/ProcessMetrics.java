package dev.heddle.web;

import com.sun.management.OperatingSystemMXBean;
import dev.heddle.stats.OpenFiles;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;

/** What every process tells Prometheus, under the names that its clients agree on. */
final class ProcessMetrics {
  private ProcessMetrics() {}

  static void addTo(MetricSnapshots.Builder metrics, String version) {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    metrics
        .metricSnapshot(
            Metrics.gauge(
                "heddle_build_info",
                "Which Heddle on which Java.",
                1,
                "version",
                version,
                "java",
                Runtime.version().toString()))
        .metricSnapshot(
            Metrics.gauge(
                "process_start_time_seconds",
                "When the process started, since 1970.",
                runtime.getStartTime() / 1e3))
        .metricSnapshot(
            Metrics.gauge(
                "jvm_memory_used_bytes", "Heap in use.", (double) heap.getUsed(), "area", "heap"))
        .metricSnapshot(
            Metrics.gauge(
                "jvm_memory_committed_bytes",
                "Heap taken from the system.",
                (double) heap.getCommitted(),
                "area",
                "heap"))
        .metricSnapshot(
            Metrics.gauge(
                "jvm_threads_current",
                "Platform threads.",
                ManagementFactory.getThreadMXBean().getThreadCount()));
    addSystem(metrics);
  }

  private static void addSystem(MetricSnapshots.Builder metrics) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      metrics.metricSnapshot(
          Metrics.counter(
              "process_cpu_seconds",
              "CPU time of the process, user and system.",
              system.getProcessCpuTime() / 1e9));
    }
    OpenFiles.now()
        .ifPresent(
            files ->
                metrics
                    .metricSnapshot(
                        Metrics.gauge("process_open_fds", "Open files.", (double) files.open()))
                    .metricSnapshot(
                        Metrics.gauge(
                            "process_max_fds", "How many may be open.", (double) files.most())));
  }
}
