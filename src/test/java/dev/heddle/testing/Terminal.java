package dev.heddle.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Heddle in a terminal of 100 columns that tmux keeps, as a person sees it; for *IT alone. */
public final class Terminal implements AutoCloseable {
  private final Path socket;

  /**
   * @param folder of the test's own
   */
  public Terminal(Path folder) {
    this.socket = folder.resolve("tmux");
  }

  /** Starts Heddle; what it has said stays when it ends. */
  public void start(List<String> args) throws Exception {
    String command =
        HeddleProcess.command(List.of(), List.of(), args.toArray(String[]::new)).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Command.Outcome started =
        tmux(
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            "100",
            "-y",
            "24",
            command + "; echo \"exit code $?\"; read x");
    if (started.code() != 0) {
      throw new AssertionError(started);
    }
  }

  /** Presses keys, such as {@code C-c}. */
  public void press(String keys) throws Exception {
    Command.Outcome pressed = tmux("send-keys", keys);
    if (pressed.code() != 0) {
      throw new AssertionError(pressed);
    }
  }

  /** What is to be seen. */
  public String screen() throws Exception {
    return String.join("\n", tmux("capture-pane", "-p").out());
  }

  @Override
  public void close() throws IOException {
    var unused = new ProcessBuilder(words("kill-server")).start().onExit().join();
  }

  private Command.Outcome tmux(String... args) throws Exception {
    return Command.run(words(args));
  }

  private List<String> words(String... args) {
    List<String> command =
        new ArrayList<>(
            List.of("env", "-u", "TMUX", "LC_ALL=C.UTF-8", "tmux", "-S", socket.toString()));
    command.addAll(List.of(args));
    return command;
  }
}
