package dev.heddle.fetch.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives a finished file its name. */
final class Placing {
  private Placing() {}

  /**
   * Moves {@code file} to {@code target} in the same directory.
   *
   * @param replaces whether it takes the place of what is there
   * @throws FileAlreadyExistsException if something is there that it does not replace
   * @throws IOException if it can't; nothing has changed
   */
  static void place(Path file, Path target, boolean replaces) throws IOException {
    if (replaces) {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    try {
      // A move would overwrite, and to look first is to look too early.
      Files.createLink(target, file);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.move(file, target); // a file system without hard links: looks first all the same
      return;
    }
    Files.delete(file);
  }
}
