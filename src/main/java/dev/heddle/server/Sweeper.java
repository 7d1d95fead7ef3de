package dev.heddle.server;

/**
 * Keeps the time limits of all sessions: one pass over them now and then, instead of a timer for
 * every read. A limit never takes effect early, and at most a quarter late, or 0.8 seconds.
 */
final class Sweeper {
  private static final long EVENT_TICK_MILLIS = 1_000;
  private static final long ADMISSION_MILLIS = 500;

  /** From so many busy sessions on, one that yields finds its next message there when it reads. */
  private static final int BUSY_SESSIONS = 8;

  private final SessionContext context;
  private final Runnable letNewcomersIn;
  private long nextSweep;
  private long nextEventTick;
  private long nextAdmission;

  /**
   * @param letNewcomersIn is run twice a second while sessions are busy
   */
  Sweeper(SessionContext context, Runnable letNewcomersIn) {
    this.context = context;
    this.letNewcomersIn = letNewcomersIn;
  }

  /** Sweeps until it is interrupted. */
  void run() throws InterruptedException {
    while (true) {
      Thread.sleep(context.tickMillis());
      tick();
    }
  }

  /** Brings the clock up to date and sweeps if it is time to. Not for two threads at once. */
  void tick() {
    long now = context.clock().update();
    if (now >= nextSweep) {
      nextSweep = now + context.sweepMillis();
      sweep(now);
    }
    if (now >= nextAdmission && context.sessions().areBusy()) {
      nextAdmission = now + ADMISSION_MILLIS;
      letNewcomersIn.run();
    }
    if (now >= nextEventTick) {
      nextEventTick = now + EVENT_TICK_MILLIS;
      context.events().tick();
    }
  }

  private void sweep(long now) {
    int busy = 0;
    for (Session session : context.sessions().open()) {
      session.sweep(now);
      if (now - session.lastRead() <= Session.RECENT_MILLIS) {
        busy++;
      }
    }
    context.sessions().setBusy(busy >= BUSY_SESSIONS);
  }
}
