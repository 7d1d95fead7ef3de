package dev.heddle.server;

import java.io.IOException;

/** The machine does not let the server listen where it was told to; the message is for its user. */
public final class ListenException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why not. */
  public enum Reason {
    /** Something else listens there. */
    TAKEN,
    /** This user may not. */
    FORBIDDEN,
    /** The machine has no such address. */
    NO_SUCH_ADDRESS,
    /** Something else; the message has what the system says. */
    OTHER
  }

  private final Reason reason;

  ListenException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
