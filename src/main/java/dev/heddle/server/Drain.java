package dev.heddle.server;

import dev.heddle.tasks.Stop;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the sessions after the listeners have closed: each as soon as it has answered what had
 * arrived, and all of them once the time is up. Confined to the server's own thread.
 */
final class Drain {
  private static final long PASS_MILLIS = 10;

  /**
   * How long a session must look idle, where it can't be seen that its thread waits: that thread
   * may hold a message that it has read and not yet looked at.
   */
  private static final long QUIET_MILLIS = 100;

  /** How long sessions whose sockets were closed under them may take to end. */
  private static final long FORCE_MILLIS = 2_000;

  private final SessionContext context;
  private final Sweeper sweeper;
  private final Map<Session, Seen> seen = new HashMap<>();

  private record Seen(long stamp, long since) {}

  Drain(SessionContext context, Sweeper sweeper) {
    this.context = context;
    this.sweeper = sweeper;
  }

  /** Drains for at most {@code millis}, less if {@code force} is requested. */
  Drained run(long millis, Stop force) throws InterruptedException {
    Sessions sessions = context.sessions();
    int atFirst = sessions.count();
    sessions.drain();
    long start = System.nanoTime();
    while (sessions.count() > 0
        && !force.isRequested()
        && TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) < millis) {
      sweeper.tick();
      endAnswered(sessions);
      var unused = sessions.awaitNone(PASS_MILLIS);
    }
    int forced = 0;
    for (Session session : sessions.open()) {
      if (session.force(context.clock().millis())) {
        forced++;
      }
    }
    var unused = sessions.awaitNone(FORCE_MILLIS);
    return new Drained(atFirst - forced, forced);
  }

  private void endAnswered(Sessions sessions) {
    long now = context.clock().millis();
    for (Session session : sessions.open()) {
      long stamp = session.stamp();
      boolean waits = session.isParked() || isQuiet(session, stamp, now);
      if (waits) {
        try {
          session.endIfAnswered(stamp, now);
        } catch (IOException e) {
          // it broke meanwhile, and ends by itself
        }
      }
    }
  }

  private boolean isQuiet(Session session, long stamp, long now) {
    @Nullable Seen before = seen.get(session);
    if (before == null || before.stamp() != stamp) {
      seen.put(session, new Seen(stamp, now));
      return false;
    }
    return now - before.since() >= QUIET_MILLIS;
  }
}
