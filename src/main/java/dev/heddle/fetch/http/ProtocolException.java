package dev.heddle.fetch.http;

import java.io.IOException;
import java.io.Serial;

/** A response that is not HTTP/1.1, or more of it than is allowed. The message says what. */
public final class ProtocolException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  ProtocolException(String message) {
    super(message);
  }
}
