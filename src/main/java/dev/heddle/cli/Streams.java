package dev.heddle.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * Standard input and output as bytes, for what must not be decoded. Text for people goes by
 * picocli's writers instead.
 *
 * @param in standard input
 * @param out standard output, which hides its failures
 */
record Streams(InputStream in, PrintStream out) {
  static final String UNWRITABLE =
      "standard output cannot be written: is the other end closed, or the disk full?";

  private static final Path FIRST_FILE = Path.of("/proc/self/fd/0");

  /**
   * Standard input, empty if it was closed: then the first file that the JVM opens, its own
   * modules, gets its number, and would be read instead.
   */
  static InputStream standardInput() {
    try {
      Path jdk = Path.of(System.getProperty("java.home")).toRealPath();
      if (FIRST_FILE.toRealPath().startsWith(jdk)) {
        return InputStream.nullInputStream();
      }
    } catch (IOException e) {
      // not a file at all, or a system that does not say
    }
    return System.in;
  }

  /**
   * Writes and flushes.
   *
   * @throws IOException if standard output is closed, or the other end of the pipe is
   */
  void print(byte[] bytes) throws IOException {
    out.write(bytes, 0, bytes.length);
    if (out.checkError()) {
      throw new IOException(UNWRITABLE);
    }
  }

  /** Standard output as a channel, each write of which is flushed. Closing it does nothing. */
  WritableByteChannel channel() {
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        print(copy);
        return copy.length;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
