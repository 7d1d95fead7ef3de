package dev.heddle.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands run to their end; for *IT alone. A tool that the machine lacks is a failure. */
public final class Command {
  private static final int SECONDS_TO_END = 20;

  private Command() {}

  /**
   * What a command came to.
   *
   * @param code its exit code
   * @param out the lines of its standard output
   * @param err the lines of its standard error
   */
  public record Outcome(int code, List<String> out, List<String> err) {}

  /** Runs {@code command} with nothing on standard input. */
  public static Outcome run(List<String> command) throws Exception {
    return run("", command);
  }

  /** Runs {@code command}, which must end by itself, with {@code input} on standard input. */
  public static Outcome run(String input, List<String> command) throws Exception {
    Path in = Files.writeString(Files.createTempFile("heddle", ".in"), input);
    Path out = Files.createTempFile("heddle", ".out");
    Path err = Files.createTempFile("heddle", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("hangs: " + command + lines(out) + lines(err));
      }
      return new Outcome(process.exitValue(), lines(out), lines(err));
    } finally {
      for (Path file : List.of(in, out, err)) {
        Files.delete(file);
      }
    }
  }

  /** Sends the process {@code pid} the signal {@code name}, as in {@code INT}. */
  public static void signal(long pid, String name) throws Exception {
    Outcome outcome = run(List.of("sh", "-c", "kill -" + name + " " + pid));
    if (outcome.code() != 0) {
      throw new IOException(outcome.toString());
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readString(file, UTF_8).lines().toList();
  }
}
