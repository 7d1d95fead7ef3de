package dev.heddle.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code heddle}: takes the arguments apart and runs the subcommand they name. */
@Command(
    name = "heddle",
    description =
        "A greeting server on virtual threads, its client, a fetcher, a load generator and a comparer.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class)
public final class Heddle implements Runnable {
  private static final Map<String, Supplier<Object>> SUBCOMMANDS = subcommands();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final Streams streams;

  private Heddle(Streams streams) {
    this.streams = streams;
  }

  /**
   * Runs one command line on the standard input of this process.
   *
   * @return the exit code of the process
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    Leash.takeOn();
    switch (args.length == 0 ? "" : args[0]) {
      case "serve" -> ServeCommand.prepare();
      case "fetch" -> Carriers.keepToCores();
      default -> {}
    }
    return run(Streams.standardInput(), out, err, args);
  }

  /**
   * Runs one command line.
   *
   * @return the exit code of the process
   */
  static int run(InputStream in, PrintStream out, PrintStream err, String... args) {
    CommandLine heddle = new CommandLine(new Heddle(new Streams(in, out)));
    String first = args.length == 0 ? "" : args[0];
    // To look through the annotations of all takes 40 ms; who names one needs no other.
    SUBCOMMANDS.forEach(
        (name, command) -> {
          if (first.equals(name) || !SUBCOMMANDS.containsKey(first)) {
            heddle.addSubcommand(name, command.get());
          }
        });
    heddle
        .setOut(new PrintWriter(out, true, out.charset()))
        .setErr(new PrintWriter(err, true, err.charset()))
        // An argument is what it says: a name may begin with @.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Heddle::explainUsage)
        .setExecutionExceptionHandler(Heddle::explainFailure);
    NumberConverters.register(heddle);
    ChoiceConverter.register(heddle);
    int code = heddle.execute(args);
    return code == ExitCode.DONE.number() ? delivered(heddle.getParseResult()) : code;
  }

  private static Map<String, Supplier<Object>> subcommands() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>(); // as the help lists them
    all.put("serve", ServeCommand::new);
    all.put("greet", GreetCommand::new);
    all.put("fetch", FetchCommand::new);
    all.put("load", LoadCommand::new);
    all.put("loadtest", LoadtestCommand::new);
    all.put("compare", CompareCommand::new);
    return all;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** What a subcommand reads and writes as bytes. */
  Streams streams() {
    return streams;
  }

  /** What has not come out has not been done. The lines of {@code serve} are no result. */
  private static int delivered(ParseResult parsed) {
    CommandLine command = parsed.asCommandLineList().getLast();
    boolean hasServed =
        command.getCommand() instanceof ServeCommand && command.getExecutionResult() != null;
    if (hasServed || !command.getOut().checkError()) {
      return ExitCode.DONE.number();
    }
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + Streams.UNWRITABLE);
    return ExitCode.ENVIRONMENT.number();
  }

  private static int explainUsage(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(
        name + ": " + oneLine(explanation(wrong, command, args)).replaceFirst("^Error: ", ""));
    err.println("Try '" + name + " --help'.");
    return ExitCode.USAGE.number();
  }

  private static String explanation(ParameterException wrong, CommandLine command, String[] args) {
    boolean noSuchCommand =
        wrong instanceof UnmatchedArgumentException
            && command.getParent() == null
            && !args[0].startsWith("-");
    return noSuchCommand
        ? "'%s' is not a command: there are %s"
            .formatted(args[0], String.join(", ", SUBCOMMANDS.keySet()))
        : String.valueOf(wrong.getMessage());
  }

  private static int explainFailure(Exception failure, CommandLine command, ParseResult parsed) {
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + oneLine(failure.toString()));
    return ExitCode.FAILURE.number();
  }

  /** The message without breaks. */
  static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
