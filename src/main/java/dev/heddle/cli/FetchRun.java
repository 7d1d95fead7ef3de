package dev.heddle.cli;

import dev.heddle.fetch.Entries;
import dev.heddle.fetch.Fetch;
import dev.heddle.fetch.FetchConfig;
import dev.heddle.fetch.Outcome;
import dev.heddle.fetch.files.Destinations;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs a fetch, shows how far it is, and tells what became of it, also after a signal. */
final class FetchRun {
  /** How long transfers have to clean up after a signal. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** How long there is after that, or after a second signal, to tell what was done. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final FetchConfig config;
  private final FetchReport report;
  private final FetchDisplay display;
  private final PrintWriter err;
  private final Fetch fetch;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final AtomicReference<@Nullable ExitCode> signal = new AtomicReference<>();
  private final Queue<Outcome> untold = new ConcurrentLinkedQueue<>();
  private final long start = System.nanoTime();
  private FetchTotals totals = FetchTotals.NONE;
  private long lastLine;

  FetchRun(
      FetchConfig config,
      Entries entries,
      Destinations destinations,
      FetchReport report,
      PrintWriter err) {
    this.config = config;
    this.report = report;
    this.err = err;
    this.display = FetchDisplay.on(err);
    this.fetch = new Fetch(config, entries, destinations, untold::add);
  }

  /** Blocks until all is fetched, or a signal came and what ran has ended. */
  ExitCode call() throws Exception {
    Signals.Hearing hearing = Signals.hear(this::hear);
    try {
      var unused = config.threads().newThread(this::run);
      unused.start();
      boolean listWasRead = await();
      return summary(listWasRead);
    } finally {
      hearing.close();
    }
  }

  private void run() {
    try {
      fetch.run();
      end.complete(null);
    } catch (Throwable e) { // whatever it is, the caller is told
      end.completeExceptionally(e);
    }
  }

  /** The second signal, or one that nothing heeds, ends the waiting. */
  private void hear(ExitCode code) {
    if (signal.compareAndSet(null, code)) {
      Signals.endWithin(GRACE.plus(LAST_WORDS), code);
      fetch.cancel();
      var unused = end.completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } else {
      Signals.endWithin(LAST_WORDS, code);
      end.complete(null);
    }
  }

  /** Returns whether the list was read to its end. */
  private boolean await() throws Exception {
    while (true) {
      try {
        var unused = end.get(FetchDisplay.EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        tell();
        report.flush();
        display.refresh(fetch::progress, elapsed());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          err.println("heddle fetch: the list could not be read on: " + failure.getMessage());
          return false;
        }
        tellAll();
        throw Fatal.told(e);
      }
    }
  }

  /** Tells of what has ended since it was called last: nobody who fetches waits for that. */
  private void tell() {
    for (Outcome outcome = untold.poll(); outcome != null; outcome = untold.poll()) {
      totals = totals.with(outcome);
      lastLine = Math.max(lastLine, outcome.entry().line());
      if (!outcome.isNotBegun()) { // they may be many: all that was read ahead
        display.ended(outcome);
      }
      report.add(outcome);
    }
  }

  private void tellAll() {
    tell();
    display.finish();
    report.finish(totals.after(elapsed()));
  }

  private ExitCode summary(boolean listWasRead) {
    tellAll();
    if (lastLine > 0 && !fetch.progress().allKnown()) {
      err.printf(Locale.ROOT, "heddle fetch: the list was read up to line %,d%n", lastLine);
    }
    ExitCode code = signal.get();
    if (code != null) {
      err.println("heddle fetch: " + code.name().toLowerCase(Locale.ROOT));
      return code;
    }
    if (listWasRead && totals.isNothing()) {
      err.println("heddle fetch: the list names no URL, so nothing was fetched");
    }
    boolean isDone =
        config.ends() == FetchConfig.Ends.AT_FIRST_SUCCESS
            ? totals.fetched() + totals.kept() > 0
            : totals.failed() + totals.cancelled() + totals.notBegun() == 0;
    return isDone && listWasRead ? ExitCode.DONE : ExitCode.FAILURE;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
