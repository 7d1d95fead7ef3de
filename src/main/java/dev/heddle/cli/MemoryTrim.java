package dev.heddle.cli;

import dev.heddle.stats.ServerSnapshot;
import dev.heddle.tasks.Stop;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Gives memory back once the server rests. Connections leave garbage behind when they begin and
 * when they end, but messages make none, so that no collection follows: of 19,000 connections that
 * wait, each kept 3.9 to 7.3 KiB resident on Java 21, by luck.
 *
 * <p>When nothing has happened for a while, connections go on on new threads, whose frames take
 * less room than those of a server's first seconds. Once no more of them is worth that, the heap is
 * collected. The pauses, a tenth of a second or two with so many connections, are when nobody waits
 * for a reply.
 */
final class MemoryTrim {
  private static final Duration PACE = Duration.ofSeconds(1);

  /** Less garbage than that is not worth a pause; nor is an eighth of what was kept. */
  private static final long LEAST_GARBAGE = 4 << 20;

  /** What a connection that ends leaves, about. */
  private static final long GARBAGE_OF_AN_END = 2 << 10;

  private final Supplier<ServerSnapshot> server;
  private final IntSupplier threads;
  private final LongSupplier heap;
  private final Runnable collector;
  private ServerSnapshot last;

  // as of the last collection
  private ServerSnapshot trimmed;
  private long kept;

  /**
   * @param threads has connections go on on new threads where that is worth it, and tells how many
   */
  MemoryTrim(Supplier<ServerSnapshot> server, IntSupplier threads) {
    this(server, threads, MemoryTrim::used, new TightHeap()::collect);
  }

  /**
   * @param heap how many bytes are in use, garbage included
   * @param collector frees what is garbage, before it returns
   */
  MemoryTrim(
      Supplier<ServerSnapshot> server, IntSupplier threads, LongSupplier heap, Runnable collector) {
    this.server = server;
    this.threads = threads;
    this.heap = heap;
    this.collector = collector;
    this.last = server.get();
    this.trimmed = last;
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Looks now and then, on the calling thread, until {@code stop} comes or it is interrupted. */
  void run(Stop stop) throws InterruptedException {
    while (!stop.awaitWithin(PACE)) {
      look();
    }
  }

  /** Takes a further step if nothing has happened since the last look. */
  void look() {
    ServerSnapshot now = server.get();
    if (!now.equals(last)) {
      last = now;
    } else if (threads.getAsInt() == 0
        && !now.equals(trimmed)
        && garbage() >= Math.max(LEAST_GARBAGE, kept / 8)) {
      collector.run();
      trimmed = now;
      kept = heap.getAsLong();
    }
  }

  /** At most so many bytes: of what has come since the last collection some is in use. */
  private long garbage() {
    return heap.getAsLong() - kept + (last.ended() - trimmed.ended()) * GARBAGE_OF_AN_END;
  }
}
