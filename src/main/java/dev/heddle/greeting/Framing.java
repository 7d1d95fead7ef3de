package dev.heddle.greeting;

import java.util.Locale;

/** How a stream of bytes is cut into messages. */
public enum Framing {
  /**
   * Lines if a newline comes with the first bytes or within a short grace, else one message a read:
   * for clients that send bare names.
   */
  AUTO,
  /** A message ends at a newline, or at the end of the stream. */
  LINE;

  /** As the command line has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
