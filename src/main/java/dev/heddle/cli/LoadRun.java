package dev.heddle.cli;

import dev.heddle.load.ErrorKind;
import dev.heddle.load.Load;
import dev.heddle.load.LoadException;
import dev.heddle.load.LoadPlan;
import dev.heddle.load.LoadProgress;
import dev.heddle.load.LoadReport;
import dev.heddle.load.ServerProcess;
import dev.heddle.load.SourceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
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
  private static final int LOAD_GRACE = 5; // seconds
  private static final int FILES_GRACE = 2;

  /** How long there is after these, or after a second signal, to tell what was measured. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final LoadPlan plan;
  private final Load load;
  private final List<FailIf> conditions;
  private final LoadFiles files;
  private final PrintWriter out;
  private final PrintWriter err;
  private final LoadDisplay display;
  private final CompletableFuture<Optional<LoadReport>> end = new CompletableFuture<>();
  private final CompletableFuture<Boolean> written = new CompletableFuture<>();
  private final AtomicReference<@Nullable ExitCode> signal = new AtomicReference<>();

  LoadRun(
      LoadPlan plan,
      Optional<ServerProcess> server,
      List<FailIf> conditions,
      LoadFiles files,
      CommandLine command) {
    this.plan = plan;
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
      return e instanceof SourceException ? ExitCode.USAGE : ExitCode.FAILURE;
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

  /**
   * The second signal, or one that nothing heeds, ends the waiting: for the load, for the files.
   */
  private void hear(ExitCode code) {
    boolean isFirst = signal.compareAndSet(null, code);
    Signals.endWithin(
        isFirst ? LAST_WORDS.plusSeconds(LOAD_GRACE + FILES_GRACE) : LAST_WORDS, code);
    load.stop();
    boolean hasBegun = load.progress().phase() != LoadProgress.Phase.REACHING;
    int grace = isFirst && hasBegun ? LOAD_GRACE : 0;
    var unused = end.completeOnTimeout(Optional.empty(), grace, TimeUnit.SECONDS);
    if (end.isDone()) {
      limitFiles(isFirst ? FILES_GRACE : 0);
    }
  }

  private void limitFiles(int grace) {
    var unused = written.completeOnTimeout(false, grace, TimeUnit.SECONDS);
  }

  private Optional<LoadReport> await() throws Exception {
    while (true) {
      try {
        return end.get(display.every().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        display.refresh(load.progress());
      } catch (ExecutionException e) {
        throw Fatal.told(e);
      }
    }
  }

  private ExitCode conclude(Optional<LoadReport> report) throws Exception {
    report
        .map(LoadText::lines)
        .orElseGet(() -> List.of(plan.toString(), LoadText.NOTHING))
        .forEach(out::println);
    out.flush();
    boolean isWritten = report.isPresent() && write(report.get());
    ExitCode code = signal.get();
    if (code != null) {
      String lack = isWritten || files.areNone() ? "" : "; the files are not written";
      err.println("heddle load: " + code.name().toLowerCase(Locale.ROOT) + lack);
      return code;
    }
    if (!isWritten) {
      return ExitCode.ENVIRONMENT;
    }
    return report.isPresent() && succeeded(report.get()) ? ExitCode.DONE : ExitCode.FAILURE;
  }

  /** Blocks until the files are written, or a signal ends the waiting: one may be a pipe. */
  private boolean write(LoadReport report) throws Exception {
    Thread.ofPlatform()
        .daemon()
        .name("files")
        .start(
            () -> {
              try {
                files.write(report);
                written.complete(true);
              } catch (Throwable e) { // whatever it is, the caller is told
                written.completeExceptionally(e);
              }
            });
    if (signal.get() != null) {
      limitFiles(FILES_GRACE);
    }
    try {
      return written.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        err.println("heddle load: " + failure.getMessage());
        return false;
      }
      throw Fatal.told(e);
    }
  }

  private boolean succeeded(LoadReport report) {
    List<FailIf> held = conditions.stream().filter(each -> each.holds(report)).toList();
    held.forEach(each -> err.println("heddle load: --fail-if " + each.text() + " holds"));
    boolean hasErrors =
        conditions.stream().noneMatch(FailIf::isOfErrors) && report.errorCount() > 0;
    boolean gotNothing = report.latency().count() == 0;
    if (gotNothing) {
      boolean isAnswered =
          report.errors().containsKey(ErrorKind.WRONG)
              || report.errors().containsKey(ErrorKind.STATUS);
      err.println("heddle load: no request was answered" + (isAnswered ? " as it should be" : ""));
    }
    return held.isEmpty() && !hasErrors && !gotNothing;
  }
}
