package dev.heddle.cli;

import dev.heddle.load.Load;
import dev.heddle.load.LoadException;
import dev.heddle.load.LoadPlan;
import dev.heddle.load.LoadReport;
import dev.heddle.load.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs a load, shows how it goes, and tells what it came to, also after a signal. */
final class LoadRun {
  private static final int GRACE_SECONDS = 5;

  private final Load load;
  private final List<FailIf> conditions;
  private final LoadFiles files;
  private final PrintWriter out;
  private final PrintWriter err;
  private final LoadDisplay display;
  private final CompletableFuture<Optional<LoadReport>> end = new CompletableFuture<>();
  private final AtomicReference<@Nullable ExitCode> signal = new AtomicReference<>();

  LoadRun(
      LoadPlan plan,
      Optional<ServerProcess> server,
      List<FailIf> conditions,
      LoadFiles files,
      CommandLine command) {
    this.load = new Load(plan, server);
    this.conditions = conditions;
    this.files = files;
    this.out = command.getOut();
    this.err = command.getErr();
    this.display = LoadDisplay.on(err);
  }

  /** Blocks until the load is over, or a signal came and what ran has ended. */
  ExitCode call() throws Exception {
    Signals.Hearing hearing = Signals.hear(this::hear);
    try {
      Thread.ofPlatform().daemon().name("load").start(this::run);
      Optional<LoadReport> report = await();
      display.finish();
      return conclude(report);
    } catch (LoadException e) {
      display.finish();
      err.println("heddle load: " + e.getMessage());
      return ExitCode.FAILURE;
    } finally {
      hearing.close();
    }
  }

  private void run() {
    try {
      end.complete(Optional.of(load.run()));
    } catch (Throwable e) { // whatever it is, the caller is told
      end.completeExceptionally(e);
    }
  }

  /** The second signal, or one that nothing heeds, ends the waiting. */
  private void hear(ExitCode code) {
    if (signal.compareAndSet(null, code)) {
      load.stop();
      var unused = end.completeOnTimeout(Optional.empty(), GRACE_SECONDS, TimeUnit.SECONDS);
    } else {
      end.complete(Optional.empty());
    }
  }

  private Optional<LoadReport> await() throws Exception {
    while (true) {
      try {
        return end.get(display.every().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        display.refresh(load.progress());
      } catch (ExecutionException e) {
        throw failure(e);
      }
    }
  }

  /** What a scope reports stands behind what reports it. */
  private static Exception failure(ExecutionException e) {
    Throwable cause = e;
    while (cause instanceof ExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    Fatal.endIfOutOfMemory(cause);
    return cause instanceof Exception failure ? failure : e;
  }

  private ExitCode conclude(Optional<LoadReport> result) throws IOException {
    ExitCode code = signal.get();
    if (result.isPresent()) {
      LoadReport report = result.get();
      LoadText.lines(report).forEach(out::println);
      out.flush();
      files.write(report);
    }
    if (code != null) {
      err.println("heddle load: " + code.name().toLowerCase(Locale.ROOT));
      return code;
    }
    return result.isPresent() && succeeded(result.get()) ? ExitCode.DONE : ExitCode.FAILURE;
  }

  private boolean succeeded(LoadReport report) {
    List<FailIf> held = conditions.stream().filter(each -> each.holds(report)).toList();
    held.forEach(each -> err.println("heddle load: --fail-if " + each.text() + " holds"));
    boolean hasErrors =
        conditions.stream().noneMatch(FailIf::isOfErrors) && report.errorCount() > 0;
    boolean gotNothing = report.latency().count() == 0;
    if (gotNothing) {
      err.println("heddle load: no request was answered");
    }
    return held.isEmpty() && !hasErrors && !gotNothing;
  }
}
