package dev.heddle.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command {@code heddle}: takes the arguments apart and runs the subcommand they name. */
@Command(
    name = "heddle",
    description =
        "A greeting server on virtual threads, its client, a fetcher, a load generator and a comparer.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {
      ServeCommand.class,
      GreetCommand.class,
      FetchCommand.class,
      LoadCommand.class,
      LoadtestCommand.class,
      CompareCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class)
public final class Heddle implements Runnable {
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
    return run(Streams.standardInput(), out, err, args);
  }

  /**
   * Runs one command line.
   *
   * @return the exit code of the process
   */
  static int run(InputStream in, PrintStream out, PrintStream err, String... args) {
    return new CommandLine(new Heddle(new Streams(in, out)))
        .setOut(new PrintWriter(out, true, out.charset()))
        .setErr(new PrintWriter(err, true, err.charset()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        // An argument is what it says: a name may begin with @.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Heddle::explainUsage)
        .setExecutionExceptionHandler(Heddle::explainFailure)
        .execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** What a subcommand reads and writes as bytes. */
  Streams streams() {
    return streams;
  }

  private static int explainUsage(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(
        name + ": " + oneLine(String.valueOf(wrong.getMessage())).replaceFirst("^Error: ", ""));
    err.println("Try '" + name + " --help'.");
    return ExitCode.USAGE.number();
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
