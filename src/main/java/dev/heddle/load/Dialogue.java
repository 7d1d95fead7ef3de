package dev.heddle.load;

import java.io.Closeable;
import java.io.IOException;

/**
 * One connection as its owner uses it: {@link #connect} and {@link #open}, then {@link #exchange}
 * again and again, then {@link #end} or {@link #close}. Each waits until it is done or {@link
 * #close} is called, which any thread may do.
 */
interface Dialogue extends Closeable {
  /** Connects; never waits longer than the timeout. */
  void connect() throws IOException;

  /** Reads what comes before the first request. */
  default void open() throws IOException {}

  /** Sends the requests of the batch at once, and waits for all replies. */
  void exchange(Batch batch) throws IOException;

  /** Whether the other side has said that it takes no more requests. */
  default boolean isOver() {
    return false;
  }

  /** Takes leave as the protocol wants it. */
  void end() throws IOException;

  /** Ends what waits, with an exception. Never blocks. */
  @Override
  void close();
}
