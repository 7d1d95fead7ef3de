package dev.heddle.client;

import java.io.IOException;

/** A server can't be reached or did not answer; the message is one line for the user. */
public final class GreetException extends IOException {
  private static final long serialVersionUID = 1;

  private final byte[] received;

  GreetException(String message, byte[] received, Throwable cause) {
    super(message, cause);
    this.received = received.clone();
  }

  GreetException(String message, byte[] received) {
    super(message);
    this.received = received.clone();
  }

  /** What had come of the reply that did not become whole. */
  public byte[] received() {
    return received.clone();
  }
}
