package dev.heddle.fetch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of an entry.
 *
 * @param entry which one
 * @param result how it ended
 * @param status of the last response; 0 if there was none
 * @param bytes of its content, without an encoding for the way, that came in the last try
 * @param earlier bytes among them that were kept from an earlier run
 * @param time since its transfer began
 * @param tries how many; 0 if it did not begin
 * @param url whose response that was, if it is another than the entry's: it was redirected
 * @param file where its content is, if it is in a file
 * @param reason why it is not as it was wanted
 */
public record Outcome(
    Entry entry,
    Result result,
    int status,
    long bytes,
    long earlier,
    Duration time,
    int tries,
    Optional<String> url,
    Optional<Path> file,
    Optional<String> reason) {
  /** How an entry ends. */
  public enum Result {
    /** Its content is where it was wanted. */
    FETCHED,
    /** A file was there, and was to be kept: nothing was asked for. */
    KEPT,
    /** It can't be had. */
    FAILED,
    /** The run ended before it did. */
    CANCELLED
  }

  /** Whether the run ended before its transfer began: it was only read ahead. */
  public boolean isNotBegun() {
    return result == Result.CANCELLED && tries == 0;
  }

  /** An outcome without a transfer. */
  static Outcome without(Entry entry, Result result, Optional<Path> file, String reason) {
    return new Outcome(
        entry, result, 0, 0, 0, Duration.ZERO, 0, Optional.empty(), file, Optional.of(reason));
  }
}
