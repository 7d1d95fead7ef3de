package dev.heddle.fetch.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Failures of the file system in words: Java's often are a path and nothing else. */
public final class FileReasons {
  private FileReasons() {}

  /** What went wrong. */
  public static String of(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "no such file: " + missing.getFile();
      case AccessDeniedException denied -> "permission denied: " + denied.getFile();
      case FileAlreadyExistsException there ->
          "there is something else of that name: " + there.getFile();
      case FileSystemException other when other.getReason() == null ->
          other.getClass().getSimpleName() + ": " + other.getFile();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
