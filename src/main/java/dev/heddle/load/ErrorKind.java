package dev.heddle.load;

import java.util.Locale;

/** What can go wrong with a request or a connection. */
public enum ErrorKind {
  /** Nobody listens there. */
  REFUSED,
  /** It could not connect for another reason. */
  UNREACHABLE,
  /** No reply, or no connection, within the timeout; the connection was given up. */
  TIMEOUT,
  /** The other side ended the connection with a reply outstanding. */
  CLOSED,
  /** The other side broke the connection. */
  RESET,
  /** A reply that differs from the expected one in a byte; the connection was given up. */
  WRONG,
  /** An HTTP status other than 2xx. */
  STATUS,
  /** A datagram that was not answered within the timeout. */
  LOST,
  /** A connection that asked while the load was measured, and got no right reply. */
  SILENT;

  /** As reports name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
