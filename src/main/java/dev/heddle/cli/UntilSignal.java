package dev.heddle.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs a command that a signal ends at once, whatever it waits for: see {@link Signals}. */
final class UntilSignal {
  private UntilSignal() {}

  /**
   * Runs {@code work} on a thread of its own and waits for its end or for a signal, whichever is
   * first. After a signal the work is left where it is, perhaps in a read that nothing can end: the
   * caller prints its summary and lets the process end.
   *
   * @return what the work returned, or what tells of a signal, see {@link ExitCode#isOfSignal}
   * @throws Exception what the work threw
   */
  static ExitCode run(String name, Callable<ExitCode> work) throws Exception {
    CompletableFuture<ExitCode> end = new CompletableFuture<>();
    Signals.Hearing hearing = Signals.hear(end::complete);
    try {
      Thread.ofPlatform()
          .daemon()
          .name(name)
          .start(
              () -> {
                try {
                  end.complete(work.call());
                } catch (Throwable e) { // whatever it is, the caller is told
                  end.completeExceptionally(e);
                }
              });
      return end.get();
    } catch (ExecutionException e) {
      Fatal.endIfOutOfMemory(e.getCause());
      throw e.getCause() instanceof Exception failure ? failure : e;
    } finally {
      hearing.close();
    }
  }
}
