package dev.heddle.greeting;

/** How a stream of bytes is cut into messages. */
public enum Framing {
  /**
   * Lines if a newline comes with the first bytes or within a short grace, else one message a read:
   * for clients that send bare names.
   */
  AUTO,
  /** A message ends at a newline, or at the end of the stream. */
  LINE
}
