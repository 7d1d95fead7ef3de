package dev.heddle.cli;

import dev.heddle.loadtest.Loadtest;
import dev.heddle.loadtest.LoadtestPlan;
import dev.heddle.loadtest.Results;
import dev.heddle.loadtest.show.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs a load test and tells what it came to, also after a signal. */
final class LoadtestRun {
  private final Loadtest loadtest;
  private final LoadtestDisplay display;
  private final List<String> lacks;
  private final LoadtestFiles files;
  private final PrintWriter out;
  private final PrintWriter err;
  private final AtomicReference<@Nullable ExitCode> signal = new AtomicReference<>();

  LoadtestRun(LoadtestPlan plan, List<String> lacks, LoadtestFiles files, CommandLine command) {
    this.lacks = lacks;
    this.files = files;
    this.out = command.getOut();
    this.err = command.getErr();
    this.display = LoadtestDisplay.on(err);
    this.loadtest = new Loadtest(plan, files.folder(), display);
  }

  /** Blocks until the test is over, or a signal has ended it. */
  ExitCode call() throws InterruptedException {
    // A hangup, too, leaves nothing behind.
    Thread hook = new Thread(loadtest::stop, "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    Signals.Hearing hearing = Signals.hear(this::hear);
    try {
      Results results = loadtest.run();
      display.finish();
      return conclude(results);
    } catch (IOException e) {
      display.finish();
      err.println("heddle loadtest: cannot go on: " + Heddle.oneLine(e.toString()));
      return ExitCode.ENVIRONMENT;
    } finally {
      hearing.close();
    }
  }

  private void hear(ExitCode code) {
    signal.compareAndSet(null, code);
    loadtest.stop();
  }

  private ExitCode conclude(Results results) throws IOException {
    ExitCode code = signal.get();
    TextReport.lines(results).forEach(out::println);
    lacks.forEach(out::println);
    if (results.hasSamples()) {
      files.write(results, lacks);
      out.println();
      out.println("The page is " + files.page() + ", with JSON beside it.");
    } else {
      out.println("Nothing was measured.");
      files.discard();
    }
    out.flush();
    if (code != null) {
      err.println("heddle loadtest: " + code.name().toLowerCase(Locale.ROOT));
      return code;
    }
    return results.hasFailures() ? ExitCode.FAILURE : ExitCode.DONE;
  }
}
