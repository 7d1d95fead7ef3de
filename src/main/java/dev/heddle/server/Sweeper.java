package dev.heddle.server;

/**
 * Keeps the time limits of all sessions: one pass over them now and then, instead of a timer for
 * every read. A limit never takes effect early, and at most a quarter late, or 0.8 seconds.
 */
final class Sweeper {
  private static final long SECOND_MILLIS = 1_000;
  private static final long ADMISSION_MILLIS = 500;

  /** From so many busy sessions on, one that yields finds its next message there when it reads. */
  private static final int BUSY_SESSIONS = 8;

  private final SessionContext context;
  private final Runnable letNewcomersIn;
  private final Runnable everySecond;
  private long nextSweep;
  private long nextSecond;
  private long nextAdmission;

  /**
   * @param letNewcomersIn is run twice a second while sessions are busy
   * @param everySecond is run once a second, or a little later
   */
  Sweeper(SessionContext context, Runnable letNewcomersIn, Runnable everySecond) {
    this.context = context;
    this.letNewcomersIn = letNewcomersIn;
    this.everySecond = everySecond;
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
    if (now >= nextSecond) {
      nextSecond = now + SECOND_MILLIS;
      everySecond.run();
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
