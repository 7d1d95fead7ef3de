package dev.heddle.fetch.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Opens a file that one process at a time appends to. It belongs to it until the channel is closed,
 * under another name too: the lock is on the file, not on its name.
 */
final class OwnFile {
  private static final int TRIES = 100;

  private OwnFile() {}

  /**
   * Creates it where it is not there. Does not wait.
   *
   * @throws IOException if another process has it, or it is a link or no regular file, or as the
   *     system tells
   */
  static FileChannel open(Path path) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      Optional<FileChannel> channel = tryOpen(path);
      if (channel.isPresent()) {
        return channel.get();
      }
    }
    throw taken(path);
  }

  /** Empty if the name came to stand for another file meanwhile, or for none. */
  private static Optional<FileChannel> tryOpen(Path path) throws IOException {
    Optional<Object> before = identity(path);
    OpenOption how = before.isPresent() ? StandardOpenOption.WRITE : StandardOpenOption.CREATE_NEW;
    FileChannel channel;
    try {
      channel = FileChannel.open(path, how, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException | FileAlreadyExistsException e) {
      if (before.isEmpty() && e instanceof NoSuchFileException) {
        throw e; // the directory is gone
      }
      return Optional.empty();
    }
    try {
      lock(path, channel);
      Optional<Object> now = identity(path);
      if (now.isPresent() && (before.isEmpty() || now.equals(before))) {
        return Optional.of(channel);
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close(); // whoever had it has given it its own name by now
    return Optional.empty();
  }

  private static void lock(Path path, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() == null) {
        throw taken(path);
      }
    } catch (OverlappingFileLockException e) {
      throw taken(path);
    }
  }

  private static IOException taken(Path path) {
    return new IOException(
        "another fetch is writing " + path + ": wait until it has ended, and run this again");
  }

  /** What is the same as long as it is the same file; empty if there is none. */
  private static Optional<Object> identity(Path path) throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!found.isRegularFile()) { // to open a pipe would block
      throw new IOException(path + " is not a regular file");
    }
    return Optional.of(Optional.ofNullable(found.fileKey()).orElse(found.creationTime()));
  }
}
