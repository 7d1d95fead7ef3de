package dev.heddle.fetch.files;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Where the contents of a run go. */
@FunctionalInterface
public interface Destinations {
  /**
   * The destination of what has {@code name}, which no other of the run shares.
   *
   * @param name of a file, as {@link FileNames} gives it
   * @throws IOException if there can't be one
   */
  Destination next(String name) throws IOException;

  /** Nowhere. */
  static Destinations nowhere() {
    return name -> new Destination(Optional.empty(), false, NoSink::new);
  }

  /** All to {@code channel}, one after the other. */
  static Destinations stream(WritableByteChannel channel) {
    return name -> new Destination(Optional.empty(), false, () -> new StreamSink(channel));
  }

  /**
   * Files under {@code folder}.
   *
   * @param replaces whether they take the place of files of an earlier run
   * @param resumes whether parts of files are kept and continued
   */
  static Destinations files(Path folder, boolean replaces, boolean resumes) {
    Folder claims = new Folder(folder);
    return name -> {
      Path file = claims.claim(name, resumes);
      return new Destination(
          Optional.of(file),
          !replaces && Files.exists(file, LinkOption.NOFOLLOW_LINKS),
          () -> resumes ? Part.open(file, replaces) : new FileSink(file, replaces));
    };
  }
}
