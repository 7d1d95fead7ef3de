package dev.heddle.observe;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Dumps the threads of this process by a {@link Walk}.
 *
 * <p>It works on a platform thread, in a scope of its own: a virtual thread would keep one of few
 * carriers from the connections. The world does not stop.
 */
final class Dumper {
  private static final ThreadFactory PLATFORM = Thread.ofPlatform().daemon().factory();

  private final Ticker ticker;

  Dumper(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Blocks until it is done.
   *
   * @throws IOException if the machine has no thread to spare, or this JVM does not show its scopes
   */
  ThreadDump dump() throws IOException, InterruptedException {
    AtomicReference<ThreadDump> dump = new AtomicReference<>();
    try {
      Tasks.runUntil(
          "thread dump",
          Stop.onRequest(),
          PLATFORM,
          forks -> forks.fork("thread dumper", () -> dump.set(dumpHere())));
    } catch (ExecutionException e) {
      throw new IOException("no thread dump: " + reason(e), e);
    } catch (OutOfMemoryError e) {
      throw new IOException("no thread dump: " + e.getMessage(), e);
    }
    return dump.get();
  }

  private ThreadDump dumpHere()
      throws IOException, ReflectiveOperationException, InterruptedException {
    long start = ticker.nanoTime();
    Containers containers =
        Containers.find()
            .orElseThrow(
                () ->
                    new IOException(
                        "this JVM does not show its scopes: start heddle.jar by java -jar,"
                            + " or give --add-exports=java.base/jdk.internal.vm=ALL-UNNAMED"));
    List<DumpedContainer> dumped = new Walk(containers, ticker).read();
    Duration cost = Duration.ofNanos(ticker.nanoTime() - start);
    return new ThreadDump(InstantSource.system().instant(), cost, dumped);
  }

  /** What failed, in its own words. */
  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null || cause.getMessage() == null ? e.toString() : cause.getMessage();
  }
}
