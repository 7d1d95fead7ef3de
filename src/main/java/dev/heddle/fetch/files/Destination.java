package dev.heddle.fetch.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the content of one URL will be.
 *
 * @param file if it is a file
 * @param isKept whether the file is there, and to be kept as it is
 * @param opener opens it
 */
public record Destination(Optional<Path> file, boolean isKept, Opener opener) {
  /** Opens a destination for a transfer. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens it; for one transfer, or for several of which one will commit.
     *
     * @throws IOException if it can't be written
     */
    Sink open() throws IOException;
  }
}
