package dev.heddle.cli;

import dev.heddle.client.Target;
import dev.heddle.client.Transport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code heddle greet}: has a server greet names, and prints what it says. */
@Command(
    name = "greet",
    description = "Has a server greet names: prints the welcome and each reply.",
    sortOptions = false)
final class GreetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ParentCommand private Heddle heddle;

  @Option(names = "--udp", description = "Send datagrams instead of lines over TCP.")
  private boolean udp;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "localhost",
      description =
          "Name or address of the server; a name's addresses are tried in turn, by --udp only where one refuses. Default: ${DEFAULT-VALUE}.")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "9999",
      description = "Port of the server. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "Longest wait for a connection, and for each reply. Default: ${DEFAULT-VALUE}.")
  private Duration timeout;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Names to be greeted. Without any: the lines of standard input.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    GreetRun run =
        new GreetRun(
            transport(),
            target(),
            timeout(),
            names(),
            heddle.streams(),
            line -> err.println("heddle greet: " + line));
    ExitCode code = UntilSignal.run("greet", run);
    if (code.isOfSignal()) {
      err.println("heddle greet: " + code.name().toLowerCase(Locale.ROOT) + "; " + run.summary());
    }
    return code.number();
  }

  private Transport transport() {
    return udp ? Transport.UDP : Transport.TCP;
  }

  private Target target() {
    try {
      return new Target(host, port);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private Duration timeout() {
    if (timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw wrong(
          "--timeout %s is not allowed: it goes from 1ms to 24h"
              .formatted(DurationConverter.text(timeout)));
    }
    return timeout;
  }

  private Names names() {
    if (names.isEmpty()) {
      return Names.lines(heddle.streams().in(), transport().longestName());
    }
    return Names.of(names.stream().map(this::name).toList());
  }

  private byte[] name(String argument) {
    byte[] name;
    try {
      name = ArgumentBytes.of(argument);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    if (transport().isExit(name)) {
      throw wrong(
          "the name 'exit' cannot be greeted over TCP: it ends the conversation, and is sent by itself after the last name");
    }
    Optional<String> objection = transport().objection(name);
    if (objection.isPresent()) {
      throw wrong("the name " + GreetRun.shown(name) + " " + objection.get());
    }
    return name;
  }

  private ParameterException wrong(@Nullable String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
