package dev.heddle.cli;

import dev.heddle.fetch.FetchProgress;
import dev.heddle.fetch.Outcome;
import dev.heddle.fetch.Outcome.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Shows how far a fetch is, while it runs. Used by one thread. */
sealed interface FetchDisplay {
  /** How often {@link #refresh} is worth it. */
  Duration EVERY = Duration.ofMillis(200);

  /** Tells that an entry has ended. */
  void ended(Outcome outcome);

  /** Tells how far it is, which it asks for if it shows it. */
  void refresh(Supplier<FetchProgress> progress, Duration elapsed);

  /** Takes away what is not to stay. */
  void finish();

  /** What suits standard error: a bar on a terminal, lines elsewhere. */
  static FetchDisplay on(PrintWriter err) {
    return isTerminal() ? new Bar(err) : new Lines(err);
  }

  /** Whether standard error is a terminal on which a line can be written again. */
  static boolean isTerminal() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // a system that does not say it
    }
  }

  /** A line for each entry. */
  record Lines(PrintWriter err, StringBuilder unwritten) implements FetchDisplay {
    Lines(PrintWriter err) {
      this(err, new StringBuilder());
    }

    @Override
    public void ended(Outcome outcome) {
      unwritten.append(line(outcome)).append(System.lineSeparator());
    }

    @Override
    public void refresh(Supplier<FetchProgress> progress, Duration elapsed) {
      finish();
    }

    @Override
    public void finish() {
      err.append(unwritten).flush();
      unwritten.setLength(0);
    }

    static String line(Outcome outcome) {
      return String.join(
          " ",
          FetchText.result(outcome),
          outcome.status() == 0 ? "-" : String.valueOf(outcome.status()),
          FetchText.size((double) outcome.bytes()),
          FetchText.time(outcome.time()),
          FetchText.where(outcome));
    }
  }

  /** One line that is written again and again, with the failures above it. */
  record Bar(PrintWriter err) implements FetchDisplay {
    private static final int WIDTH = 20;
    private static final int LONGEST = 79;
    private static final String CLEAR = "\r\u001B[K";

    @Override
    public void ended(Outcome outcome) {
      if (outcome.result() == Result.FAILED) {
        err.println(CLEAR + Lines.line(outcome));
      }
    }

    @Override
    public void refresh(Supplier<FetchProgress> progress, Duration elapsed) {
      err.print(CLEAR + line(progress.get(), elapsed));
      err.flush();
    }

    @Override
    public void finish() {
      err.print(CLEAR);
      err.flush();
    }

    private static String line(FetchProgress progress, Duration elapsed) {
      double seconds = Math.max(elapsed.toNanos() / 1e9, 1e-3);
      int done = (int) (progress.known() == 0 ? 0 : WIDTH * progress.ended() / progress.known());
      String slowest =
          progress
              .slowest()
              .filter(host -> progress.slowestTime().toSeconds() >= 1)
              .map(host -> ", " + progress.slowestTime().toSeconds() + " s " + host)
              .orElse("");
      String line =
          String.format(
              Locale.ROOT,
              "[%s%s] %,d/%,d%s %s %s/s, %d at once%s",
              "#".repeat(done),
              ".".repeat(WIDTH - done),
              progress.ended(),
              progress.known(),
              progress.allKnown() ? "" : "+",
              FetchText.size((double) progress.bytes()),
              FetchText.size(progress.bytes() / seconds),
              progress.running(),
              slowest);
      return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }
  }
}
