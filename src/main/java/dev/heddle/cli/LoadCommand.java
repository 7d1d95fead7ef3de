package dev.heddle.cli;

import dev.heddle.load.Arrivals;
import dev.heddle.load.LoadPlan;
import dev.heddle.load.ServerProcess;
import dev.heddle.load.Target;
import dev.heddle.stats.OpenFiles;
import dev.heddle.tasks.Threading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heddle load}: loads a server and measures how it answers. */
@Command(
    name = "load",
    description = "Loads a server over many connections, checks every reply, and measures latency.",
    sortOptions = false)
final class LoadCommand implements Callable<Integer> {
  private static final int FEW = 200;

  /** Open files beside the connections. */
  private static final int RESERVE = 50;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TARGET",
      description = "tcp://HOST:PORT or udp://HOST:PORT (greetings), or http://HOST:PORT/PATH.")
  private String target;

  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N",
      defaultValue = "100",
      description = "Connections at once; sockets over UDP. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long it is measured. Default: ${DEFAULT-VALUE}.")
  private Duration duration;

  @Option(
      names = {"-q", "--rate"},
      paramLabel = "N",
      description =
          "Open loop: N requests a second in all, whether the server keeps up or not. Without: closed loop, each connection asks as soon as it was answered.")
  private @Nullable Double rate;

  @Option(
      names = "--arrivals",
      paramLabel = "HOW",
      description =
          "Open loop: poisson (at random) or constant (at equal distances). Default: poisson.")
  private @Nullable Arrivals arrivals;

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = DurationConverter.class,
      description = "How long it runs before it is measured. Default: ${DEFAULT-VALUE}.")
  private Duration warmup;

  @Option(
      names = "--threads",
      paramLabel = "KIND",
      converter = GeneratorThreadsConverter.class,
      description =
          "Threads of the generator: virtual or platform, one a connection, or pool:N, in a closed loop over TCP N for all. Default: there a pool of half the cores; else virtual.")
  private @Nullable Threading threads;

  @Option(
      names = "--pipeline",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Requests that a connection sends at once; it waits for all replies. Default: ${DEFAULT-VALUE}.")
  private int pipeline;

  @Option(
      names = "--conversation",
      paramLabel = "K",
      description =
          "Short conversations: connect, K requests, exit, and again. Without: connections last.")
  private @Nullable Integer conversation;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "Longest wait for a reply, and for a connection. Default: 5s; 1s for a datagram.")
  private @Nullable Duration timeout;

  @Option(
      names = "--source",
      paramLabel = "ADDR",
      split = ",",
      description =
          "Address to connect from; several, in turn, when repeated or parted by commas. Default: the system's choice; beyond 10,000 connections to 127.x several of 127.x.")
  private List<String> sources = new ArrayList<>();

  @Option(names = "--any-body", description = "HTTP: bodies may differ from the first.")
  private boolean anyBody;

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      description = "Also tell what this process used: CPU, switches, memory, threads (Linux).")
  private @Nullable Long serverPid;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report as JSON, for 'heddle compare' and others.")
  private @Nullable Path json;

  @Option(
      names = "--hgrm",
      paramLabel = "FILE",
      description = "Write the latency's percentiles in HdrHistogram's format.")
  private @Nullable Path hgrm;

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITION",
      description =
          "Exit with 1 if it holds: p99>50ms (any percentile, max, mean), rate<1000, errors>10 (which then allows 10). May be repeated.")
  private List<String> failIf = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    LoadPlan plan;
    List<FailIf> conditions;
    Optional<ServerProcess> server;
    try {
      plan = plan();
      conditions = failIf.stream().map(FailIf::parse).toList();
      server = Optional.ofNullable(serverPid).map(ServerProcess::of);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    if (json != null
        && hgrm != null
        && json.toAbsolutePath().normalize().equals(hgrm.toAbsolutePath().normalize())) {
      throw new ParameterException(
          spec.commandLine(),
          "--json and --hgrm name the same file '" + json + "': give each its own");
    }
    LoadFiles files = new LoadFiles(Optional.ofNullable(json), Optional.ofNullable(hgrm));
    Optional<String> unwritable = files.objection();
    if (unwritable.isPresent()) {
      return impossible(unwritable.get());
    }
    Fatal.endOnOutOfMemory("lower -c or --pipeline");
    Optional<OpenFiles> lacking = OpenFiles.now().filter(now -> now.free() < needed());
    if (lacking.isPresent()) {
      return impossible(
          "-c %d needs %d open files and this process may have %d: lower it, or raise 'ulimit -n'"
              .formatted(connections, needed() + lacking.get().open(), lacking.get().most()));
    }
    Optional<String> objection = Sources.objection(plan.sources());
    if (objection.isPresent()) {
      return impossible(objection.get());
    }
    return new LoadRun(plan, server, conditions, files, spec.commandLine()).call().number();
  }

  private int impossible(String why) {
    spec.commandLine().getErr().println("heddle load: " + why);
    return ExitCode.ENVIRONMENT.number();
  }

  /** Open files; so few as not to be looked at are there on every system. */
  private long needed() {
    return connections <= FEW ? 0 : connections + (long) RESERVE;
  }

  private LoadPlan plan() {
    Target parsed = Target.parse(target);
    if (rate != null && !(rate > 0)) {
      throw new IllegalArgumentException(
          "-q %s is not allowed: it starts above 0; leave it out for a closed loop"
              .formatted(LoadPlan.plain(rate)));
    }
    if (rate == null && arrivals != null) {
      throw new IllegalArgumentException(
          "--arrivals goes with -q: in a closed loop each request follows the reply before it");
    }
    if (conversation != null && conversation < 1) {
      throw new IllegalArgumentException(
          "--conversation " + conversation + " is not allowed: it starts from 1");
    }
    Duration wait =
        timeout != null ? timeout : Duration.ofSeconds(parsed.kind() == Target.Kind.UDP ? 1 : 5);
    return new LoadPlan(
        parsed,
        connections,
        warmup,
        duration,
        rate == null ? 0 : rate,
        arrivals != null ? arrivals : Arrivals.POISSON,
        pipeline,
        conversation == null ? 0 : conversation,
        wait,
        threads != null ? threads : usual(parsed),
        Sources.parse(sources),
        !anyBody);
  }

  /** Where a rate is sought, what costs the generator least; else what is simplest. */
  private Threading usual(Target parsed) {
    return parsed.kind() == Target.Kind.TCP && rate == null
        ? new Threading.Pool(Math.max(1, Runtime.getRuntime().availableProcessors() / 2))
        : new Threading.Virtual();
  }
}
