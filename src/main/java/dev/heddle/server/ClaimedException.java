package dev.heddle.server;

import java.io.IOException;

/** Thrown on a session's own thread when it learns that it has been ended from outside. */
final class ClaimedException extends IOException {
  private static final long serialVersionUID = 1;

  ClaimedException() {
    super("ended from outside");
  }

  /** Expected by the thousand when a server drains; where it was thrown says nothing. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
