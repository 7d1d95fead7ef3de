package dev.heddle.fetch.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The beginning of a file, kept beside its target as {@code NAME.part} until the rest has come.
 *
 * <p>What it is the beginning of stands in {@code NAME.part.meta}. Bytes without that, or with one
 * that is malformed, are thrown away: nothing tells what would have to follow them. For one thread
 * at a time, and one process: the file is locked until it is closed.
 */
public final class Part implements Sink {
  static final String SUFFIX = ".part";
  static final String META_SUFFIX = ".part.meta";

  private final Path target;
  private final boolean replaces;
  private final Path path;
  private final Path meta;
  private final FileChannel channel;
  private Optional<PartSource> source = Optional.empty();
  private boolean isOver;

  private Part(Path target, boolean replaces, Path path, Path meta, FileChannel channel) {
    this.target = target;
    this.replaces = replaces;
    this.path = path;
    this.meta = meta;
    this.channel = channel;
  }

  /**
   * The part of {@code target}, whose directory must be there; an empty one unless an earlier run
   * kept one.
   *
   * @param replaces whether it takes the place of what has the target's name
   * @throws IOException if it can't be opened, another process writes it, or it is a link or
   *     anything else than a file
   */
  public static Part open(Path target, boolean replaces) throws IOException {
    Path path = beside(target, SUFFIX);
    FileChannel channel = OwnFile.open(path);
    Part part = new Part(target, replaces, path, beside(target, META_SUFFIX), channel);
    try {
      part.recall();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return part;
  }

  private static Path beside(Path target, String suffix) {
    return target.resolveSibling(target.getFileName() + suffix);
  }

  private void recall() throws IOException {
    source = size() == 0 ? Optional.empty() : PartSource.read(meta);
    if (source.isEmpty()) {
      restart(Optional.empty());
    }
  }

  /** What the bytes are a part of; nothing if there are none. */
  @Override
  public Optional<PartSource> source() {
    return source;
  }

  @Override
  public boolean isKept() {
    return true;
  }

  /**
   * How many bytes it has.
   *
   * @throws IOException if it is closed
   */
  @Override
  public long size() throws IOException {
    return channel.size();
  }

  /**
   * Appends all that remains of {@code bytes}; blocks until the system has it.
   *
   * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted; what was
   *     written stays
   * @throws IOException as the system tells it, such as of a full disk; what was written stays
   */
  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void restart(Optional<PartSource> newSource) throws IOException {
    source = Optional.empty();
    Files.deleteIfExists(meta); // first: bytes never stand beside what is told of others
    channel.truncate(0);
    if (newSource.isPresent()) {
      newSource.get().write(meta);
      source = newSource;
    }
  }

  /**
   * Takes the place of the target, of the link if it is one.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it does not replace what has its name
   * @throws IOException if it can't, or if an interruption closed it; target and part are as they
   *     were
   */
  @Override
  public void commit() throws IOException {
    if (!channel.isOpen()) {
      throw new ClosedChannelException();
    }
    Placing.place(path, target, replaces);
    isOver = true;
    Files.deleteIfExists(meta);
    channel.close(); // last: until then it is locked
  }

  /**
   * Keeps the part for another run, if that can continue it, and deletes it if not.
   *
   * @throws IOException if it can't be closed, or deleted
   */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (!isOver && (source.isEmpty() || Files.size(path) == 0)) {
        Files.deleteIfExists(meta);
        Files.deleteIfExists(path);
      }
    }
    isOver = true;
  }
}
