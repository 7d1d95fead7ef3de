package dev.heddle.observe;

import dev.heddle.tasks.Ticker;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Looks at the threads of this process for whoever asks: one dump at a time, shared by all, and
 * {@linkplain ThreadDump#kept kept} for all, so that dumps take about a hundredth of a core,
 * however many look. Thread-safe.
 */
public final class Threads {
  /** With more connections than this there is no dump: it would take seconds. */
  public static final int MOST_CONNECTIONS = 50_000;

  private final Ticker ticker;
  private final LongSupplier connections;
  private final Dumper dumper;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private Optional<ThreadDump> last = Optional.empty();
  private long lastEnd;

  /** {@code connections} tells how many are open now. */
  public Threads(Ticker ticker, LongSupplier connections) {
    this.ticker = ticker;
    this.connections = connections;
    this.dumper = new Dumper(ticker);
  }

  /**
   * The threads whose name, frames, container or what they wait for contain {@code query}, in
   * whatever case; empty: all. Blocks while a dump is taken, by this caller or another.
   *
   * @throws IOException if the threads can't be dumped: its message says why
   * @throws InterruptedException if interrupted, which is noticed after a dump
   */
  public ThreadTree tree(String query) throws IOException, InterruptedException {
    return new TreeBuilder(dump(), query).build();
  }

  private ThreadDump dump() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (last.isPresent() && isFresh(last.get())) {
        return last.get();
      }
      last = Optional.empty(); // its memory is for the next
      long open = connections.getAsLong();
      if (open > MOST_CONNECTIONS) {
        throw new IOException(
            "no thread dump: %,d connections are open, and it is taken with up to %,d"
                .formatted(open, MOST_CONNECTIONS));
      }
      ThreadDump dump = dumper.dump();
      last = Optional.of(dump);
      lastEnd = ticker.nanoTime();
      return dump;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFresh(ThreadDump dump) {
    return ticker.nanoTime() - lastEnd < dump.kept().toNanos();
  }
}
