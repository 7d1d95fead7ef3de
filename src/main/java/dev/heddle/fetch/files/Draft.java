package dev.heddle.fetch.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is being written beside its target, which it becomes as a whole or not at all.
 *
 * <p>Closed without a commit it is deleted, whatever went wrong. A crash of the machine right after
 * a commit may lose it, for nothing waits until the disk has it. For one thread at a time.
 */
public final class Draft implements AutoCloseable {
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private boolean isOver;

  private Draft(Path target, Path temporary, FileChannel channel) {
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
  }

  /**
   * An empty draft in the directory of {@code target}, which must be there.
   *
   * @throws IOException if it can't be created
   */
  public static Draft create(Path target) throws IOException {
    String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    String name = ".heddle-" + random + ".tmp";
    Path temporary = target.resolveSibling(name);
    FileChannel channel = FileChannel.open(temporary, NEW);
    return new Draft(target, temporary, channel);
  }

  /**
   * Writes all that remains of {@code bytes}; blocks until the system has it.
   *
   * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted; there is
   *     nothing to commit then
   * @throws IOException as the system tells it, such as of a full disk
   */
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * How many bytes it has.
   *
   * @throws IOException if it is closed
   */
  public long size() throws IOException {
    return channel.size();
  }

  /**
   * Takes the place of the target, of the link if it is one.
   *
   * @throws IOException if it can't, or if a write failed for an interruption; the target is as it
   *     was
   */
  public void commit() throws IOException {
    place(true);
  }

  /**
   * Becomes the target if nothing has its name, not even a link that leads nowhere.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something has
   * @throws IOException if it can't; the target is as it was
   */
  public void commitIfAbsent() throws IOException {
    place(false);
  }

  private void place(boolean replaces) throws IOException {
    finish();
    Placing.place(temporary, target, replaces);
    isOver = true;
  }

  /** What an interruption closed is not whole. */
  private void finish() throws IOException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    channel.close();
  }

  /**
   * Deletes it, unless it was committed; does so in an interrupted thread, too.
   *
   * @throws IOException if it can't be deleted
   */
  @Override
  public void close() throws IOException {
    if (isOver) {
      return;
    }
    isOver = true;
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
