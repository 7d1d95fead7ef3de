package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Every benchmark still runs: each once, briefly, in one process. It measures nothing. */
@Timeout(180)
@EnabledIfSystemProperty(named = "heddle.benchmarks", matches = ".+")
final class BenchmarksIT {
  private static final Path SOURCES = Path.of("jmh/dev/heddle/bench");

  @TempDir Path folder;

  @Test
  void everyBenchmark_runBriefly_givesResults() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-preview", "-Djmh.ignoreLock=true")); // others may measure
    command.addAll(List.of("-jar", System.getProperty("heddle.benchmarks")));
    command.addAll(List.of("-f", "0", "-wi", "0", "-i", "1", "-r", "20ms", "-foe", "true"));
    command.addAll(List.of("-p", "connections=4", "-p", "tasks=10", "-p", "sessions=100"));
    command.addAll(List.of("-p", "urls=40", "-p", "hosts=4", "-p", "atOnce=8", "-p", "delay=1"));
    command.addAll(List.of("-p", "chore=SORT", "-p", "size=64"));
    command.addAll(List.of("-prof", "dev.heddle.bench.Figures"));
    command.addAll(List.of("-rf", "csv", "-rff", folder.resolve("report.csv").toString()));

    int code = run(command);

    assertEquals(0, code, said());
    assertEquals(benchmarks(), measured(), said());
  }

  @Test
  @Tag("once")
  void script_twoSides_runInTurnAndAreCompared() throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "HEDDLE_JAVA_HOME=" + System.getProperty("java.home")));
    command.addAll(List.of("scripts/bench.sh", "--quick", "--rounds", "2"));
    command.addAll(List.of("--with", "-Dheddle.bench.slowed=10", "KnownChange"));

    int code = run(command);

    assertEquals(0, code, said());
    List<String> lines = said().lines().toList();
    assertEquals(
        List.of(
            "bench.sh: round 1 of 2, base",
            "bench.sh: round 1 of 2, new",
            "bench.sh: round 2 of 2, new",
            "bench.sh: round 2 of 2, base"),
        lines.stream().filter(line -> line.startsWith("bench.sh: round")).toList());
    assertTrue(
        lines.stream().anyMatch(line -> line.matches("other conditions: jvmArgs .*=10.*")), said());
    delete(Path.of(lines.getLast().replaceFirst("^bench.sh: the report is ", "")));
  }

  @Test
  @Tag("once")
  void script_kindsOfThreadsOfAServer_areComparedByVirtual() throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "HEDDLE_JAVA_HOME=" + System.getProperty("java.home")));
    command.addAll(List.of("scripts/bench.sh", "--quick", "TcpRoundTrip|Churn"));
    command.addAll(List.of("-p", "connections=2"));

    int code = run(command);

    assertEquals(0, code, said());
    List<String> lines = said().lines().toList();
    for (String benchmark : List.of("ChurnBenchmark.converse", "TcpRoundTripBenchmark.roundTrip")) {
      for (String kind : List.of("virtual:jdk", "platform", "pool")) {
        String row = benchmark + " thrpt, threads " + kind + " / virtual";
        assertEquals(1, lines.stream().filter(line -> line.contains(row)).count(), said());
      }
    }
    delete(Path.of(lines.getLast().replaceFirst("^bench.sh: the report is ", "")));
  }

  /** Options of the command line take the place of those that the benchmark gives its forks. */
  @Test
  @Tag("once")
  void fork_withoutWhatEventLoopsNeed_failsInsteadOfMeasuringTheJdksScheduler() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-preview", "-Djmh.ignoreLock=true"));
    command.addAll(List.of("-jar", System.getProperty("heddle.benchmarks"), "TcpRoundTrip"));
    command.addAll(List.of("-f", "1", "-wi", "0", "-i", "1", "-r", "20ms", "-foe", "true"));
    command.addAll(List.of("-p", "connections=1", "-p", "threads=virtual"));
    command.addAll(List.of("-jvmArgsAppend", "-Dheddle.no.opens=true"));

    int code = run(command);

    assertEquals(1, code, said());
    assertTrue(
        said().contains("threads=virtual runs on event loops, for which java needs --add-opens"),
        said());
  }

  /** What it says is {@link #said}. */
  private int run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try {
      assertTrue(process.waitFor(150, TimeUnit.SECONDS), "hangs: " + said());
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  /** Reports of people stay; this one is nobody's. */
  private static void delete(Path report) throws IOException {
    try (Stream<Path> all = Files.walk(report)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    String name = report.getFileName().toString().replaceFirst("\\.json$", "");
    Files.delete(report.resolveSibling(name + ".log"));
  }

  /** The classes that are there. */
  private static Set<String> benchmarks() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Benchmark.java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The classes that the report has results of. */
  private Set<String> measured() throws IOException {
    return Files.readAllLines(folder.resolve("report.csv")).stream()
        .skip(1)
        .map(line -> line.replaceAll("^\"dev\\.heddle\\.bench\\.(\\w+)\\..*", "$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
