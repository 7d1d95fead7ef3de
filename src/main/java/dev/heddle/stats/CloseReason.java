package dev.heddle.stats;

/** Why a TCP connection ended. */
public enum CloseReason {
  /** The peer said {@code exit}. */
  EXIT,
  /** The peer sent its FIN and has been answered. */
  END,
  /** The peer reset the connection, or it broke. */
  RESET,
  /** Nothing came for the idle timeout. */
  IDLE,
  /** A message was not whole within the message timeout. */
  SLOW_MESSAGE,
  /** The peer did not take its replies within the write timeout. */
  SLOW_READER,
  /** A message was over the limit. */
  TOO_LONG,
  /** The server drained. */
  DRAIN,
  /** The server stopped before the connection had drained. */
  FORCED,
  /** The session failed; a defect, logged with its cause. */
  FAILURE
}
