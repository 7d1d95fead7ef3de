package dev.heddle.fetch.files;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Nowhere: what is written is gone. */
public final class NoSink implements Sink {
  @Override
  public void restart(Optional<PartSource> source) {}

  @Override
  public void write(ByteBuffer bytes) {
    bytes.position(bytes.limit());
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
