package dev.heddle.fetch.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file, which is there as a whole or not at all. */
public final class FileSink implements Sink {
  private final Path target;
  private final boolean replaces;
  private @Nullable Draft draft;

  /**
   * @param target in a directory that is there
   * @param replaces whether it takes the place of a file of an earlier run
   */
  public FileSink(Path target, boolean replaces) {
    this.target = target;
    this.replaces = replaces;
  }

  @Override
  public void restart(Optional<PartSource> source) throws IOException {
    close();
    draft = Draft.create(target);
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    begun().write(bytes);
  }

  @Override
  public void commit() throws IOException {
    if (replaces) {
      begun().commit();
    } else {
      begun().commitIfAbsent();
    }
  }

  @Override
  public void close() throws IOException {
    if (draft != null) {
      draft.close();
    }
  }

  private Draft begun() {
    if (draft == null) {
      throw new IllegalStateException("written to before it was begun");
    }
    return draft;
  }
}
