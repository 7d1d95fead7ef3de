package dev.heddle.cli;

import dev.heddle.fetch.files.FileReasons;
import dev.heddle.loadtest.Jdk;
import dev.heddle.loadtest.LoadtestPlan;
import dev.heddle.stats.OpenFiles;
import dev.heddle.tasks.Threading;
import dev.heddle.tasks.Threading.Scheduler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heddle loadtest}: sets the kinds of threads beside each other, as a server's. */
@Command(
    name = "loadtest",
    description = {
      "Loads servers of virtual threads, platform threads and a pool, round by round, and compares them.",
      "virtual runs virtual threads on event loops, virtual:jdk on the JDK's own scheduler.",
      "scripts/loadtest.sh is the same, and finds the JDKs."
    },
    sortOptions = false)
final class LoadtestCommand implements Callable<Integer> {
  /** What a server keeps for itself, and some. */
  private static final int FURTHER_FILES = 250;

  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description =
          "A look in under a minute: fewer connections, short rounds, and no virtual:jdk.")
  private boolean quick;

  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N",
      split = ",",
      description = "Connections at once. Default: 100,1000,10000; quick: 100,1000.")
  private List<Integer> connections = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each is measured. Default: 5; quick: 1.")
  private @Nullable Integer rounds;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long each is measured. Default: 2s; quick: 1s.")
  private @Nullable Duration duration;

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long each is loaded before. Default: 1500ms; quick: 600ms.")
  private @Nullable Duration warmup;

  @Option(
      names = "--conversation",
      paramLabel = "K",
      defaultValue = "10",
      description = "Greetings of a short conversation. Default: ${DEFAULT-VALUE}.")
  private int conversation;

  @Option(
      names = "--pool",
      paramLabel = "N",
      defaultValue = "200",
      description = "Threads of the pool. Default: ${DEFAULT-VALUE}.")
  private int pool;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "target/loadtest",
      description = "Where each run gets a folder of its own. Default: ${DEFAULT-VALUE}.")
  private Path output;

  @Option(
      names = "--java",
      paramLabel = "HOME=JAR",
      description =
          "A JDK, and Heddle's jar as it was built for it; may be repeated. Default: those that run this.")
  private Map<Path, Path> javas = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    LoadtestPlan plan;
    try {
      plan = plan();
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    PrintWriter err = spec.commandLine().getErr();
    List<String> lacks = new ArrayList<>();
    LoadtestPlan feasible = plan.withConnections(feasible(plan.connections(), lacks));
    lacks.forEach(lack -> err.println("heddle loadtest: " + lack));
    if (feasible.connections().isEmpty()) {
      return ExitCode.ENVIRONMENT.number();
    }
    LoadtestFiles files;
    try {
      files = LoadtestFiles.in(output, quick);
    } catch (IOException e) {
      err.println("heddle loadtest: cannot write to '" + output + "': " + FileReasons.of(e));
      return ExitCode.ENVIRONMENT.number();
    }
    return new LoadtestRun(feasible, lacks, files, spec.commandLine()).call().number();
  }

  private LoadtestPlan plan() throws IOException {
    List<Integer> counts = connections;
    if (counts.isEmpty()) {
      counts = quick ? List.of(100, 1_000) : List.of(100, 1_000, 10_000);
    }
    return new LoadtestPlan(
        jdks(),
        others(),
        counts,
        rounds != null ? rounds : quick ? 1 : 5,
        warmup != null ? warmup : Duration.ofMillis(quick ? 600 : 1_500),
        duration != null ? duration : Duration.ofMillis(quick ? 1_000 : 2_000),
        conversation,
        pool);
  }

  private List<Threading> others() {
    Threading platform = new Threading.Platform();
    return quick ? List.of(platform) : List.of(new Threading.Virtual(Scheduler.JDK), platform);
  }

  private List<Jdk> jdks() throws IOException {
    if (javas.isEmpty()) {
      Path jar = Path.of(System.getProperty("java.class.path"));
      return List.of(Jdk.of(Path.of(System.getProperty("java.home")), jar.toAbsolutePath()));
    }
    List<Jdk> jdks = new ArrayList<>();
    for (Map.Entry<Path, Path> java : javas.entrySet()) {
      Jdk jdk = Jdk.of(java.getKey(), java.getValue().toAbsolutePath());
      if (jdks.stream().anyMatch(other -> other.release().equals(jdk.release()))) {
        throw new IllegalArgumentException("--java: two JDKs of release " + jdk.release());
      }
      jdks.add(jdk);
    }
    return jdks;
  }

  /** Server and generator are allowed as many open files as this process is. */
  private static List<Integer> feasible(List<Integer> counts, List<String> lacks) {
    long allowed = OpenFiles.now().map(OpenFiles::most).orElse(Long.MAX_VALUE);
    List<Integer> feasible = new ArrayList<>();
    for (int count : counts) {
      long needed = (long) count + FURTHER_FILES;
      if (needed <= allowed) {
        feasible.add(count);
      } else {
        lacks.add(
            "%d connections are left out: a process needs %d open files and may have %d: raise 'ulimit -n'"
                .formatted(count, needed, allowed));
      }
    }
    return feasible;
  }
}
