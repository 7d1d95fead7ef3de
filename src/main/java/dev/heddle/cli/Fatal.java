package dev.heddle.cli;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** Ends the process when it can't go on, however it was started. */
final class Fatal {
  // Made in advance: when it is needed there is no memory to make it.
  private static volatile byte[] line = line("");
  private static final Runtime RUNTIME = Runtime.getRuntime();
  private static final int CODE = ExitCode.ENVIRONMENT.number();

  /** Guarded by the class. */
  private static boolean hasSaid;

  /** Given up at the end: to say so takes some memory, of which there may be none. */
  @SuppressWarnings("UnusedVariable") // it is there to be let go
  private static volatile byte @Nullable [] reserve;

  private static final int RESERVE = 1 << 18;

  private Fatal() {}

  /**
   * From now on an {@link OutOfMemoryError} that nobody catches ends the process: exit code 3.
   *
   * @param remedy what may help besides a larger heap, such as {@code "lower -c"}
   */
  static void endOnOutOfMemory(String remedy) {
    line = line(", or " + remedy);
    practise();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          endIfOutOfMemory(failure);
          Logger.error(failure, "{} failed; please report this", thread.getName());
        });
  }

  /** Has the classes loaded that the end takes: each is when it is first used. */
  private static void practise() {
    System.err.write(line, 0, 0);
    System.err.flush();
    endIfOutOfMemory(new Exception());
    try {
      Class.forName("java.lang.Shutdown"); // for Runtime.halt
    } catch (ClassNotFoundException e) {
      // another JDK has it elsewhere
    }
  }

  /** Ends the process if {@code failure} is an {@link OutOfMemoryError}. */
  static void endIfOutOfMemory(@Nullable Throwable failure) {
    reserve = null; // for whatever this takes
    if (failure instanceof OutOfMemoryError) {
      endOutOfMemory();
    }
    reserve = new byte[RESERVE];
  }

  /**
   * What a scope's {@code failure} tells of, which stands behind what only reports it; ends the
   * process if that is an {@link OutOfMemoryError}.
   */
  static Exception told(ExecutionException failure) {
    Throwable cause = failure;
    while (cause instanceof ExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    endIfOutOfMemory(cause);
    return cause instanceof Exception told ? told : failure;
  }

  /**
   * Threads that fail together come one after the other, and one says so: should even the end want
   * memory and fail, the next tries.
   */
  private static synchronized void endOutOfMemory() {
    if (!hasSaid) {
      System.err.write(line, 0, line.length);
      System.err.flush();
      hasSaid = true;
    }
    // Not exit: shutdown hooks may want memory.
    RUNTIME.halt(CODE);
  }

  private static byte[] line(String remedy) {
    return ("heddle: out of memory; give it more with -Xmx" + remedy + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
