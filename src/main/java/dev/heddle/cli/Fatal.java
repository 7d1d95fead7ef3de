package dev.heddle.cli;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** Ends the process when it can't go on, however it was started. */
final class Fatal {
  // Made in advance: when it is needed there is no memory to make it.
  private static final byte[] OUT_OF_MEMORY =
      "heddle: out of memory; give it more with -Xmx, or lower --max-connections or --max-message\n"
          .getBytes(StandardCharsets.US_ASCII);

  private Fatal() {}

  /** From now on an {@link OutOfMemoryError} that nobody catches ends the process: exit code 3. */
  static void endOnOutOfMemory() {
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

  /** Returns to nobody: threads that fail together come one after the other, so one line it is. */
  private static synchronized void endOutOfMemory() {
    System.err.write(OUT_OF_MEMORY, 0, OUT_OF_MEMORY.length);
    System.err.flush();
    // Not exit: shutdown hooks may want memory.
    Runtime.getRuntime().halt(ExitCode.ENVIRONMENT.number());
  }
}
