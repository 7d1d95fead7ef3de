package dev.heddle.observe;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Ticker;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Dumps the threads of this process, by way of a private temporary file that is gone afterwards.
 *
 * <p>It works on a platform thread, in a scope of its own: a virtual thread would keep one of few
 * carriers from the connections for half a second. The world does not stop: the JDK looks at one
 * thread after the other.
 */
final class Dumper {
  private static final ThreadFactory PLATFORM = Thread.ofPlatform().daemon().factory();

  private final Ticker ticker;

  Dumper(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Blocks until it is done; an interrupt is noticed then.
   *
   * @throws IOException if the machine has no room for the file or no thread to spare, or this is
   *     not a HotSpot JVM
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

  private ThreadDump dumpHere() throws IOException {
    long start = ticker.nanoTime();
    Path folder = Files.createTempDirectory("heddle-threads"); // the user's alone
    Path file = folder.resolve("dump.json");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
      try (Reader text = Files.newBufferedReader(file)) {
        List<DumpedContainer> containers = new DumpReader(text).read();
        Duration cost = Duration.ofNanos(ticker.nanoTime() - start);
        return new ThreadDump(InstantSource.system().instant(), cost, containers);
      }
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /** What failed, in its own words. */
  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null || cause.getMessage() == null ? e.toString() : cause.getMessage();
  }
}
