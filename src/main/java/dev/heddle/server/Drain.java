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
   * In how many passes a session must look the same, where it can't be seen that its thread waits:
   * that thread may hold a message that it has read and not yet looked at. Passes, not time: when
   * the whole process stands still, none is made.
   */
  private static final int QUIET_PASSES = 10;

  /** How long sessions whose sockets were closed under them may take to end. */
  private static final long FORCE_MILLIS = 2_000;

  private final SessionContext context;
  private final Sweeper sweeper;
  private final Map<Session, Seen> seen = new HashMap<>();

  private record Seen(long stamp, int passes) {}

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
    for (Session session : sessions.open()) {
      long stamp = session.stamp();
      try {
        // In this order: input that had arrived and is gone is in its owner's hands, and an owner
        // that waits after that has none in hand. The other way round it could read in between.
        if (session.awaitsInput() && waits(session, stamp)) {
          session.end(stamp, context.clock().millis());
        }
      } catch (IOException e) {
        // it broke meanwhile, and ends by itself
      }
    }
  }

  private boolean waits(Session session, long stamp) {
    return session.isVirtual() ? session.isParked() : isQuiet(session, stamp);
  }

  private boolean isQuiet(Session session, long stamp) {
    @Nullable Seen before = seen.get(session);
    int passes = before == null || before.stamp() != stamp ? 1 : before.passes() + 1;
    seen.put(session, new Seen(stamp, passes));
    return passes > QUIET_PASSES;
  }
}
