package dev.heddle.fetch.http;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** A transfer that took longer than it may. */
public final class TimeLimitException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final Limit limit;

  TimeLimitException(Limit limit, Duration allowed) {
    super(limit.whenOverdue() + " within " + text(allowed));
    this.limit = limit;
  }

  /** Which limit it was. */
  public Limit limit() {
    return limit;
  }

  private static String text(Duration time) {
    long millis = time.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }
}
