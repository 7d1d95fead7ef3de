package dev.heddle.cli;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** Ends the process when it can't go on, however it was started. */
final class Fatal {
  // Made in advance: when it is needed there is no memory to make it.
  private static volatile byte[] line = line("");
  private static final int CODE = ExitCode.ENVIRONMENT.number();

  /** Guarded by the class. */
  private static boolean hasSaid;

  private Fatal() {}

  /**
   * From now on an {@link OutOfMemoryError} that nobody catches ends the process: exit code 3.
   *
   * @param remedy what may help besides a larger heap, such as {@code "lower -c"}
   */
  static void endOnOutOfMemory(String remedy) {
    line = line(", or " + remedy);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          endIfOutOfMemory(failure);
          Logger.error(failure, "{} failed; please report this", thread.getName());
        });
  }

  /** Ends the process if {@code failure} is an {@link OutOfMemoryError}. */
  static void endIfOutOfMemory(@Nullable Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      endOutOfMemory();
    }
  }

  /**
   * Threads that fail together come one after the other, and one says so: should even the end want
   * memory and fail, the next tries.
   */
  private static synchronized void endOutOfMemory() {
    if (!hasSaid) {
      hasSaid = true;
      System.err.write(line, 0, line.length);
      System.err.flush();
    }
    // Not exit: shutdown hooks may want memory.
    Runtime.getRuntime().halt(CODE);
  }

  private static byte[] line(String remedy) {
    return ("heddle: out of memory; give it more with -Xmx" + remedy + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
