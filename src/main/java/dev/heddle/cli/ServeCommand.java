package dev.heddle.cli;

import dev.heddle.greeting.Framing;
import dev.heddle.server.Drained;
import dev.heddle.server.GreetingServer;
import dev.heddle.server.ListenException;
import dev.heddle.server.ServerConfig;
import dev.heddle.server.ServerLog;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Threading;
import dev.heddle.tasks.Ticker;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;
import org.tinylog.provider.ProviderRegistry;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code heddle serve}: greets over TCP and UDP, and shows it, until it is told to stop. */
@Command(
    name = "serve",
    description =
        "Greets over TCP and UDP, and shows it on a page, until SIGTERM or Ctrl-C; a second one forces.",
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private static final int DEFAULT_WEB_PORT = 8080;

  @Spec private CommandSpec spec;

  @Option(
      names = "--bind",
      paramLabel = "ADDR",
      description = "Address to listen on; may be repeated. Default: both loopbacks.")
  private List<String> bind = new ArrayList<>();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "9999",
      description = "Port for TCP and UDP; 0: any that is free. Default: ${DEFAULT-VALUE}.")
  private int port;

  @ArgGroup private @Nullable WebPort web;

  /** Says where the page is; the two exclude each other. */
  static final class WebPort {
    @Option(
        names = "--http-port",
        paramLabel = "N",
        description =
            "Port for the page, on the same addresses; 0: any that is free. Default: 8080.")
    private int port = DEFAULT_WEB_PORT;

    @Option(names = "--no-http", description = "Leave the page out.")
    private boolean none;
  }

  @Option(names = "--no-udp", description = "Leave UDP out.")
  private boolean noUdp;

  @Option(
      names = "--threads",
      paramLabel = "KIND",
      defaultValue = "virtual",
      converter = ThreadingConverter.class,
      description =
          "Threads for connections: virtual, virtual:jdk (on the JDK's scheduler, not on event loops), platform or pool:N. Default: ${DEFAULT-VALUE}.")
  private Threading threading;

  @Option(
      names = "--framing",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "line: a message ends at a newline. auto: or is a bare name, if no newline comes. Default: ${DEFAULT-VALUE}.")
  private Framing framing;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "4096",
      description =
          "Connections the kernel holds before they are accepted. Default: ${DEFAULT-VALUE}.")
  private int backlog;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "TCP connections at once. Default: what the open-file limit allows.")
  private @Nullable Integer maxConnections;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "Silence allowed between messages; 0: any. Default: ${DEFAULT-VALUE}.")
  private Duration idleTimeout;

  @Option(
      names = "--message-timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "Time for a message to be whole; 0: any. Default: ${DEFAULT-VALUE}.")
  private Duration messageTimeout;

  @Option(
      names = "--write-timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "Time for a peer to take its replies; 0: any. Default: ${DEFAULT-VALUE}.")
  private Duration writeTimeout;

  @Option(
      names = "--max-message",
      paramLabel = "SIZE",
      defaultValue = "8KiB",
      converter = SizeConverter.class,
      description = "Longest TCP message. Default: ${DEFAULT-VALUE}.")
  private int maxMessage;

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "Time for connections to end after a stop. Default: ${DEFAULT-VALUE}.")
  private Duration drain;

  @Option(
      names = "--udp-rate",
      paramLabel = "N",
      description =
          "Datagrams a second answered to a source address (IPv6: a /64); 0: any number. Default: any on loopback sockets, 50 elsewhere.")
  private @Nullable Integer udpRate;

  @Option(names = "--reuse-port", description = "Share the port with other processes that do too.")
  private boolean reusePort;

  @ArgGroup private @Nullable Loudness loudness;

  /** Says how much is logged; the two exclude each other. */
  static final class Loudness {
    // Never read: that the group is there without --verbose says it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--quiet", description = "Log warnings and the end alone.")
    private boolean quiet;

    @Option(names = "--verbose", description = "Log what peers send, escaped.")
    private boolean verbose;
  }

  /**
   * Has what a server is made of made once and dropped, on a thread of its own, while the options
   * are taken apart, which takes as long: so its classes are there by then. On two cores a start
   * takes 0.95 of the time.
   */
  static void prepare() {
    Thread.ofPlatform()
        .daemon()
        .name("prepare")
        .start(
            () -> {
              var unused = new ServerLog(ServerLog.Level.QUIET);
              GreetingServer.prepare();
            });
  }

  @Override
  public Integer call() throws InterruptedException {
    ServerConfig config = config();
    Fatal.endOnOutOfMemory("lower --max-connections or --max-message");
    Stop stop = Stop.onRequest();
    Stop force = Stop.onRequest();
    Signals.onStop(stop::request, force::request);
    try (GreetingServer server =
        new GreetingServer(config, new ServerLog(level()), Ticker.system())) {
      printReady(server);
      return serve(server, new ServeRun(server, stop, force)).number();
    } catch (ListenException e) {
      spec.commandLine().getErr().println("heddle serve: " + e.getMessage());
      return ExitCode.ENVIRONMENT.number();
    } finally {
      // Its own shutdown hook is off: it would lose the last line.
      ProviderRegistry.getLoggingProvider().shutdown();
    }
  }

  private ExitCode serve(GreetingServer server, ServeRun run) throws InterruptedException {
    try {
      Drained drained = run.run(bind);
      Logger.info(server.snapshot().summary());
      Logger.info(drained);
      return drained.isGraceful() ? ExitCode.DONE : ExitCode.FAILURE;
    } catch (ExecutionException e) {
      Fatal.endIfOutOfMemory(e.getCause());
      Logger.info(server.snapshot().summary());
      Logger.error(e.getCause(), "stopped by force: a listener failed; please report this");
      return ExitCode.FAILURE;
    }
  }

  private void printReady(GreetingServer server) {
    PrintWriter out = spec.commandLine().getOut();
    server.endpoints().forEach(out::println);
    out.flush();
  }

  private ServerLog.Level level() {
    if (loudness == null) {
      return ServerLog.Level.NORMAL;
    }
    return loudness.verbose ? ServerLog.Level.VERBOSE : ServerLog.Level.QUIET;
  }

  private ServerConfig config() {
    try {
      ServerConfig.Builder builder =
          ServerConfig.builder()
              .bind(addresses())
              .port(port)
              .udp(!noUdp)
              .threading(threading)
              .framing(framing)
              .backlog(backlog)
              .idleTimeout(idleTimeout)
              .messageTimeout(messageTimeout)
              .writeTimeout(writeTimeout)
              .maxMessage(maxMessage)
              .drain(drain)
              .reusePort(reusePort);
      if (web == null || !web.none) {
        builder.webPort(web == null ? DEFAULT_WEB_PORT : web.port);
      }
      if (maxConnections != null) {
        builder.maxConnections(maxConnections);
      }
      if (udpRate != null) {
        builder.udpRate(udpRate);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** What the names stand for, each address once: {@code localhost} may be 127.0.0.1 as well. */
  private List<InetAddress> addresses() {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (String name : bind) {
      try {
        if (name.isEmpty()) {
          throw new UnknownHostException("Java takes an empty name for a loopback address");
        }
        addresses.addAll(List.of(InetAddress.getAllByName(name)));
      } catch (UnknownHostException e) {
        throw new ParameterException(
            spec.commandLine(),
            "--bind '" + name + "' is neither an IP address nor a name that resolves to one",
            e);
      }
    }
    return List.copyOf(addresses);
  }
}
