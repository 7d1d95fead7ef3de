package dev.heddle.fetch.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where bytes come from: a connection, plain or over TLS. */
@FunctionalInterface
interface ByteSource {
  /**
   * Reads at least one byte into {@code buffer}, which has room; blocks until there is one.
   *
   * @return how many, or -1 at the end
   */
  int read(ByteBuffer buffer) throws IOException;
}
