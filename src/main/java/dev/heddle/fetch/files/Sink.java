package dev.heddle.fetch.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where the content of one URL goes, of one try after another. Closing it throws away what was not
 * committed. For one thread at a time.
 */
public interface Sink extends Closeable {
  /** What the bytes that are there are a part of; nothing if they can't be continued. */
  default Optional<PartSource> source() {
    return Optional.empty();
  }

  /** Whether what is written stays for another run to continue. */
  default boolean isKept() {
    return false;
  }

  /**
   * How many bytes there are to be continued.
   *
   * @throws IOException if that can't be told
   */
  default long size() throws IOException {
    return 0;
  }

  /** Whether it can begin anew; not where what was written is out of reach. */
  default boolean canRestart() {
    return true;
  }

  /**
   * Begins anew: what was written by an earlier try is thrown away.
   *
   * @param source what will be written, if it can be continued by another run
   * @throws IOException if it can't, or if what was written is out of reach
   */
  void restart(Optional<PartSource> source) throws IOException;

  /**
   * Writes all that remains of {@code bytes}; blocks until the system has it.
   *
   * @throws IOException as the system tells it, such as of a full disk
   */
  void write(ByteBuffer bytes) throws IOException;

  /**
   * Makes what was written the outcome.
   *
   * @throws IOException if it can't be
   */
  void commit() throws IOException;
}
