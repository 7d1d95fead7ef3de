package dev.heddle.load;

import java.io.IOException;

/** Something went wrong with a request or a connection; the message is for people. */
public sealed class LoadException extends IOException permits SourceException {
  private static final long serialVersionUID = 1;

  private final ErrorKind kind;

  LoadException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  LoadException(ErrorKind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public ErrorKind kind() {
    return kind;
  }
}
