package dev.heddle.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process of a server on this machine, as Linux tells of it under {@code /proc}.
 *
 * @param pid its number
 */
public record ServerProcess(long pid) {
  private static final double TICKS = 100; // a second, in every Linux there is

  /**
   * What it had used up to a moment.
   *
   * @param cpuSeconds of all threads there ever were
   * @param switches of the threads there are
   */
  record Sample(double cpuSeconds, long switches, long residentBytes, int threads) {
    ServerUse since(Sample before, long requests, double seconds) {
      double cpu = cpuSeconds - before.cpuSeconds;
      return new ServerUse(
          1e6 * cpu / Math.max(1, requests),
          (double) Math.max(0, switches - before.switches) / Math.max(1, requests),
          residentBytes,
          threads,
          cpu / seconds);
    }
  }

  /**
   * The process of that number.
   *
   * @throws IllegalArgumentException if there is none, or the system does not say
   */
  public static ServerProcess of(long pid) {
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      throw new IllegalArgumentException("--server-pid needs Linux, which tells of it under /proc");
    }
    ServerProcess process = new ServerProcess(pid);
    if (process.sample().isEmpty()) {
      throw new IllegalArgumentException(
          "--server-pid %d is not a process of this machine that can be looked at".formatted(pid));
    }
    return process;
  }

  /** Empty when it has ended. */
  Optional<Sample> sample() {
    Path proc = Path.of("/proc", Long.toString(pid));
    try {
      String stat = read(proc.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      List<String> status = read(proc.resolve("status")).lines().toList();
      return Optional.of(
          new Sample(
              (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS,
              switches(proc.resolve("task")),
              1_024 * number(status, "VmRSS:"),
              (int) number(status, "Threads:")));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static long switches(Path tasks) throws IOException {
    try (Stream<Path> all = Files.list(tasks)) {
      return all.mapToLong(ServerProcess::switchesOf).sum();
    }
  }

  private static long switchesOf(Path task) {
    try {
      List<String> status = read(task.resolve("status")).lines().toList();
      return number(status, "voluntary_ctxt_switches:")
          + number(status, "nonvoluntary_ctxt_switches:");
    } catch (IOException e) {
      return 0; // it has ended meanwhile
    }
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length()).replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
