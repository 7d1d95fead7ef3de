package dev.heddle.stats;

/** Why a connection that came was not served. */
public enum RefusalReason {
  /** The machine had no thread for it. */
  NO_THREAD,
  /** The server stopped while the connection waited for its slot. */
  STOPPING
}
