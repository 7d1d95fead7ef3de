package dev.heddle.fetch.http;

import java.io.IOException;
import java.io.Serial;
import java.util.Optional;

/** A body in an encoding that is not decoded. The message says which, or what is wrong with it. */
public final class ContentException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  ContentException(String message) {
    super(message);
  }

  /**
   * @param damage as the JDK found it, which says nothing where the end is missing
   */
  ContentException(IOException damage) {
    super("the gzip encoding of the body is damaged: " + told(damage), damage);
  }

  private static String told(IOException damage) {
    return Optional.ofNullable(damage.getMessage()).orElse("it ends too early");
  }
}
