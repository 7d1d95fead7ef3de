package dev.heddle.fetch.http;

import java.io.EOFException;
import java.io.Serial;

/** A connection that ended before the response did. */
public final class TruncatedException extends EOFException {
  @Serial private static final long serialVersionUID = 1;

  TruncatedException(String message) {
    super(message);
  }
}
