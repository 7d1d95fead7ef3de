package dev.heddle.loadtest;

import java.io.Serial;

/** A process that did not do what it was started for; the message is for people. */
final class ChildException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  ChildException(String message) {
    super(message);
  }
}
