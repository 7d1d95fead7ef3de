package dev.heddle.cli;

import dev.heddle.tasks.ScopeFactory;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A placeholder until the real subcommands are here: runs two tasks in a scope. */
@Command(name = "scopes", description = "Runs two tasks in a scope and prints their results.")
final class ScopesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Callable<String>> tasks = List.of(() -> "warp", () -> "weft");

    List<String> results = ScopeFactory.load().runAll(tasks);

    spec.commandLine().getOut().println(String.join(" ", results));
    return ExitCode.DONE.number();
  }
}
