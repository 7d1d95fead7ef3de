package dev.heddle.server;

import dev.heddle.stats.CloseReason;
import java.io.IOException;

/** Thrown on a session's own thread when it learns that it has been ended from outside. */
final class ClaimedException extends IOException {
  private static final long serialVersionUID = 1;

  private final CloseReason reason;

  ClaimedException(CloseReason reason) {
    super("ended: " + reason);
    this.reason = reason;
  }

  CloseReason reason() {
    return reason;
  }

  /** Expected by the thousand when a server drains; where it was thrown says nothing. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
