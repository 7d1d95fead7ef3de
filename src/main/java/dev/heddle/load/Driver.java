package dev.heddle.load;

/** What one thread of a load does: it drives a connection, or several. */
interface Driver {
  /** What the drivers of a load share. */
  record Shared(Dialogues dialogues, Errors errors, Batch.Recorders recorders, Start start) {}

  /** Asks until the end of the load. Blocks; an interrupt or {@link #close} ends it. */
  void run() throws Exception;

  /** Gives up connections that have waited since before {@code limit}. Called by the conductor. */
  void expire(long limit);

  /** Ends what {@link #run} waits for, for good. Called by the conductor. */
  void close();

  boolean hasEnded();

  /** Replies while it was measured; here and below, once the driver has ended. */
  long answeredInWindow();

  /** Requests that were due and have not been sent. */
  long unsent();

  /** Connections that asked and got nothing. */
  long silent();
}
