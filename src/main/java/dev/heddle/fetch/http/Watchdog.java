package dev.heddle.fetch.http;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the time limits of all transfers by looking at them again and again: one thread instead of
 * a timer for each read. A limit is never early, and late by {@value #LOOK_AGAIN_MILLIS} ms and a
 * little.
 */
public final class Watchdog implements Tasks.Work {
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final Ticker ticker;
  private final Stop stop;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  /** A watchdog that looks until {@code stop} comes; {@link #run} is what looks. */
  public Watchdog(Ticker ticker, Stop stop) {
    this.ticker = ticker;
    this.stop = stop;
  }

  /**
   * Watches a transfer that begins now.
   *
   * @param limits what is allowed, and does not change; zero or none: any time
   */
  public Watch watch(Map<Limit, Duration> limits) {
    Watch watch = new Watch(this, ticker, limits);
    watches.add(watch);
    return watch;
  }

  /** Looks until the stop comes; an interrupt ends it as well. */
  @Override
  public void run() throws InterruptedException {
    while (!stop.awaitWithin(Duration.ofMillis(LOOK_AGAIN_MILLIS))) {
      lookOnce();
    }
  }

  /** Ends what is overdue. */
  void lookOnce() {
    watches.forEach(Watch::closeIfOverdue);
  }

  void forget(Watch watch) {
    watches.remove(watch);
  }
}
