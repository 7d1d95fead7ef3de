package dev.heddle.server;

import java.util.stream.LongStream;

/**
 * Keeps the time limits of all sessions: one pass over them now and then, instead of a timer for
 * every read. A limit takes effect at most a quarter late.
 */
final class Sweeper {
  private static final long LONGEST_PAUSE_MILLIS = 100;
  private static final long LONGEST_INTERVAL_MILLIS = 500;
  private static final long EVENT_TICK_MILLIS = 1_000;

  /** With fewer busy sessions than this, a reader that yields gains nothing; see the README. */
  private static final int BUSY_SESSIONS = 8;

  private final Sessions sessions;
  private final CoarseClock clock;
  private final ServerEvents events;
  private final long interval;
  private long nextSweep;
  private long nextEventTick;

  Sweeper(SessionContext context) {
    this.sessions = context.sessions();
    this.clock = context.clock();
    this.events = context.events();
    long shortest =
        LongStream.of(context.idleMillis(), context.messageMillis(), context.writeMillis())
            .min()
            .orElseThrow();
    this.interval = Math.clamp(shortest / 4, 5, LONGEST_INTERVAL_MILLIS);
  }

  /** Sweeps until it is interrupted. */
  void run() throws InterruptedException {
    while (true) {
      Thread.sleep(Math.min(interval, LONGEST_PAUSE_MILLIS));
      tick();
    }
  }

  /** Brings the clock up to date and sweeps if it is time to. Not for two threads at once. */
  void tick() {
    long now = clock.update();
    if (now >= nextSweep) {
      nextSweep = now + interval;
      sweep(now);
    }
    if (now >= nextEventTick) {
      nextEventTick = now + EVENT_TICK_MILLIS;
      events.tick();
    }
  }

  private void sweep(long now) {
    int busy = 0;
    for (Session session : sessions.open()) {
      session.sweep(now);
      if (now - session.lastRead() <= Session.RECENT_MILLIS) {
        busy++;
      }
    }
    sessions.setBusy(busy >= BUSY_SESSIONS);
  }
}
