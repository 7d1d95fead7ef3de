package dev.heddle.fetch;

import java.io.IOException;
import java.util.Optional;

/** What is to be fetched, one entry after another: it may be long, and not be there yet. */
@FunctionalInterface
public interface Entries {
  /**
   * The next entry; nothing at the end. Blocks until there is one.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   * @throws IOException if the list can't be read on
   */
  Optional<Entry> next() throws InterruptedException, IOException;
}
