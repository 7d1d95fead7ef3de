package dev.heddle.fetch.http;

import java.io.IOException;
import java.io.Serial;

/** A body in an encoding that is not decoded. The message says which, or what is wrong with it. */
public final class ContentException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  ContentException(String message) {
    super(message);
  }

  ContentException(IOException damage) {
    super("the gzip encoding of the body is damaged: " + damage.getMessage(), damage);
  }
}
