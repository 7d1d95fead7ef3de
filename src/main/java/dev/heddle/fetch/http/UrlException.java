package dev.heddle.fetch.http;

import java.io.Serial;

/** A text that is no URL which can be fetched. The message says why, and the remedy. */
public final class UrlException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  UrlException(String message) {
    super(message);
  }
}
