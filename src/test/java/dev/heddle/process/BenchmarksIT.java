package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    Path out = folder.resolve("out");
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

    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertTrue(process.waitFor(150, TimeUnit.SECONDS), "hangs: " + Files.readString(out));
    } finally {
      process.destroyForcibly();
    }

    assertEquals(0, process.exitValue(), Files.readString(out));
    assertEquals(benchmarks(), measured(), Files.readString(out));
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
