package dev.heddle.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds at one moment; from Linux's /proc, and from jcmd, which collects garbage
 * first.
 *
 * @param files open files
 * @param heapBytes live objects
 * @param residentKib resident memory
 * @param threads platform threads
 * @param cpu used since its start
 */
record Footprint(long files, long heapBytes, long residentKib, long threads, Duration cpu) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  static Footprint of(Process process) throws IOException, InterruptedException {
    long pid = process.pid();
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    Matcher total = TOTAL.matcher(histogram);
    if (jcmd.waitFor() != 0 || !total.find()) {
      throw new AssertionError("jcmd failed: " + histogram);
    }
    return new Footprint(
        files(process),
        Long.parseLong(total.group(1)),
        status(pid, "VmRSS:"),
        status(pid, "Threads:"),
        process.info().totalCpuDuration().orElse(Duration.ZERO));
  }

  static long files(Process process) throws IOException {
    try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return links.count();
    }
  }

  private static long status(long pid, String field) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
    return lines.stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return "%d open files, %.1f MiB live heap, %.1f MiB resident, %d platform threads"
        .formatted(files, heapBytes / 1_048_576.0, residentKib / 1_024.0, threads);
  }
}
