package dev.heddle.server;

import dev.heddle.greeting.Framing;
import dev.heddle.stats.LatencyTotal;
import dev.heddle.tasks.Ticker;
import java.time.Duration;

/**
 * What the sessions of one server share: {@code handling} takes how long the server takes from a
 * read to the write that answers it, {@code durations} how long sessions last. Limits are in
 * milliseconds, {@link Watched#NEVER} when off; sessions are swept every {@code sweepMillis}.
 */
record SessionContext(
    Sessions sessions,
    ServerEvents events,
    CoarseClock clock,
    HandlingTimes handling,
    LatencyTotal durations,
    Framing framing,
    int maxMessage,
    long idleMillis,
    long messageMillis,
    long writeMillis,
    long sweepMillis) {
  private static final long LONGEST_SWEEP_MILLIS = 500;
  private static final long LONGEST_TICK_MILLIS = 100;

  static SessionContext of(
      ServerConfig config, Sessions sessions, ServerEvents events, Ticker ticker) {
    long idle = limit(config.idleTimeout());
    long message = limit(config.messageTimeout());
    long write = limit(config.writeTimeout());
    long shortest = Math.min(idle, Math.min(message, write));
    long sweep = Math.clamp(shortest / 16, 5, LONGEST_SWEEP_MILLIS);
    return new SessionContext(
        sessions,
        events,
        new CoarseClock(ticker, 2 * Math.min(sweep, LONGEST_TICK_MILLIS)),
        new HandlingTimes(),
        new LatencyTotal(false),
        config.framing(),
        config.maxMessage(),
        idle,
        message,
        write,
        sweep);
  }

  /** How often the clock is brought up to date. */
  long tickMillis() {
    return Math.min(sweepMillis, LONGEST_TICK_MILLIS);
  }

  /** The deadline of a limit that begins now. */
  long deadline(long limitMillis) {
    return limitMillis == Watched.NEVER ? Watched.NEVER : clock.after(limitMillis);
  }

  private static long limit(Duration limit) {
    return limit.isZero() ? Watched.NEVER : Math.max(1, limit.toMillis());
  }
}
