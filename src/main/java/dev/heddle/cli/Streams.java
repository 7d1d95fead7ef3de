package dev.heddle.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * Standard input and output as bytes, for what must not be decoded. Text for people goes by
 * picocli's writers instead.
 *
 * @param in standard input
 * @param out standard output, which hides its failures
 */
record Streams(InputStream in, PrintStream out) {
  /**
   * Writes and flushes.
   *
   * @throws IOException if standard output is closed, or the other end of the pipe is
   */
  void print(byte[] bytes) throws IOException {
    out.write(bytes, 0, bytes.length);
    if (out.checkError()) {
      throw new IOException("standard output cannot be written: is the other end closed?");
    }
  }
}
