package dev.heddle.stats;

/** Why a datagram was counted and not answered. */
public enum DropReason {
  /** It begins as our own replies do: answering could loop (CVE-2024-2169). */
  REPLY,
  /** It came from a port that cannot be a client's: 0, under 1024, or the server's own. */
  SOURCE_PORT,
  /** It is longer than 1,200 bytes. */
  TOO_LONG,
  /** Its source address is over its rate. */
  RATE,
  /** The reply could not be sent. */
  SEND_FAILED
}
