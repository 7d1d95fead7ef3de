package dev.heddle.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** An HTTP client that is asked for URLs it was given before. For any thread. */
interface Getter extends Closeable {
  /** How long a response may take. */
  Duration LIMIT = Duration.ofSeconds(30);

  /** Gets the URL at {@code index} to its end, and returns how long its body was. */
  long get(int index) throws IOException, InterruptedException;
}
