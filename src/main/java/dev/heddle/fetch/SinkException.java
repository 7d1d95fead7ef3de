package dev.heddle.fetch;

import dev.heddle.fetch.files.FileReasons;
import java.io.IOException;
import java.io.Serial;

/** What came could not be written. The message is told to people. */
final class SinkException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  SinkException(IOException cause) {
    super("cannot write it: " + FileReasons.of(cause), cause);
  }
}
