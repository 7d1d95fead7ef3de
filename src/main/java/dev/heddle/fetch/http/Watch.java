package dev.heddle.fetch.http;

import dev.heddle.tasks.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time limits of one transfer. Its one owner says what it begins and what must be closed if
 * that takes too long; the {@link Watchdog} closes it, which ends whatever the owner waits for.
 *
 * <p>The deadline changes by compare-and-set alone: a watchdog that comes too late closes nothing,
 * and the owner learns at its next step that it was overdue.
 */
public final class Watch implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long OVERDUE = Long.MIN_VALUE;

  private final Watchdog watchdog;
  private final Ticker ticker;
  private final long start;
  private final Map<Limit, Duration> limits;

  /** The same in nanoseconds: a transfer asks a dozen times. */
  private final Map<Limit, Long> nanos = new EnumMap<>(Limit.class);

  private final AtomicLong deadline = new AtomicLong(NEVER);

  /** Written by the owner alone, before the deadline that goes with it. */
  private volatile Limit limit = Limit.TOTAL;

  private volatile Closeable guarded = () -> {};

  /** The owner's own: the deadline that it set last. */
  private long own = NEVER;

  Watch(Watchdog watchdog, Ticker ticker, Map<Limit, Duration> limits) {
    this.watchdog = watchdog;
    this.ticker = ticker;
    this.limits = limits;
    for (Map.Entry<Limit, Duration> each : limits.entrySet()) {
      if (!each.getValue().isZero()) {
        nanos.put(each.getKey(), each.getValue().toNanos());
      }
    }
    this.start = ticker.nanoTime();
  }

  /**
   * Begins what {@code next} limits; {@code toClose} is closed if that, or the whole, takes too
   * long. The time runs anew with each call.
   *
   * @throws TimeLimitException if what went before was overdue, or the whole is
   */
  public void begin(Limit next, Closeable toClose) throws TimeLimitException {
    long elapsed = ticker.nanoTime() - start;
    long total = nanos(Limit.TOTAL);
    long due = nanos(next) == NEVER ? NEVER : elapsed + nanos(next);
    check();
    Limit before = limit;
    limit = total <= due ? Limit.TOTAL : next;
    guarded = toClose;
    due = Math.min(due, total);
    if (!deadline.compareAndSet(own, due)) {
      limit = before;
      check();
    }
    own = due;
  }

  /**
   * Guards nothing more until the next {@link #begin}.
   *
   * @return false if what was guarded was overdue and has been closed, or is about to be
   */
  boolean rest() {
    try {
      begin(Limit.TOTAL, () -> {});
      return true;
    } catch (TimeLimitException e) {
      return false;
    }
  }

  /**
   * Guards nothing more until the next {@link #begin}, and forgives what was overdue, for another
   * address or another try: only the whole stays limited.
   */
  public void restart() {
    if (!rest() && limit != Limit.TOTAL) {
      own = NEVER;
      deadline.set(NEVER);
    }
  }

  /** Time left of the whole, zero if none; at most 292 years. */
  public Duration left() {
    long total = nanos(Limit.TOTAL);
    return total == NEVER
        ? Duration.ofNanos(NEVER)
        : Duration.ofNanos(Math.max(0, total - (ticker.nanoTime() - start)));
  }

  /**
   * Says whether it was the time that ended what the owner did.
   *
   * @throws TimeLimitException if so
   */
  public void check() throws TimeLimitException {
    if (deadline.get() == OVERDUE) {
      throw new TimeLimitException(limit, limits.getOrDefault(limit, Duration.ZERO));
    }
  }

  /** Ends the watching. */
  @Override
  public void close() {
    watchdog.forget(this);
  }

  /** Closes what is guarded if the deadline has passed; for the watchdog's thread. */
  void closeIfOverdue() {
    long due = deadline.get();
    Closeable toClose = guarded; // once it is overdue, the owner may go on to something else
    if (due != OVERDUE
        && due != NEVER
        && ticker.nanoTime() - start >= due
        && deadline.compareAndSet(due, OVERDUE)) {
      try {
        toClose.close();
      } catch (IOException e) {
        // the owner learns that it was overdue, which is what counts
      }
    }
  }

  private long nanos(Limit which) {
    return nanos.getOrDefault(which, NEVER);
  }
}
