package dev.heddle.server;

import dev.heddle.greeting.Framing;
import java.time.Duration;

/**
 * What the sessions of one server share. Limits are in milliseconds, {@link Watched#NEVER} when
 * off.
 */
record SessionContext(
    Sessions sessions,
    ServerEvents events,
    CoarseClock clock,
    Framing framing,
    int maxMessage,
    long idleMillis,
    long messageMillis,
    long writeMillis) {
  static SessionContext of(
      ServerConfig config, Sessions sessions, ServerEvents events, CoarseClock clock) {
    return new SessionContext(
        sessions,
        events,
        clock,
        config.framing(),
        config.maxMessage(),
        limit(config.idleTimeout()),
        limit(config.messageTimeout()),
        limit(config.writeTimeout()));
  }

  /** The deadline of a limit that begins now. */
  long deadline(long limitMillis) {
    return limitMillis == Watched.NEVER ? Watched.NEVER : clock.millis() + limitMillis;
  }

  private static long limit(Duration limit) {
    return limit.isZero() ? Watched.NEVER : Math.max(1, limit.toMillis());
  }
}
