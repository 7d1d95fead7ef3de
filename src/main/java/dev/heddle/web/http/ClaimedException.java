package dev.heddle.web.http;

import java.io.IOException;

/** The connection was closed from outside: its time was up, or the server needed its place. */
final class ClaimedException extends IOException {
  private static final long serialVersionUID = 1;

  ClaimedException() {
    super("closed from outside");
  }
}
