package dev.heddle.fetch.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/** A stream, such as standard output: what was written once is out of reach. */
public final class StreamSink implements Sink {
  private final WritableByteChannel channel;
  private boolean written;

  /**
   * @param channel is not closed
   */
  public StreamSink(WritableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public boolean canRestart() {
    return !written;
  }

  @Override
  public void restart(Optional<PartSource> source) throws IOException {
    if (written) {
      throw new IOException("a part of it has gone to standard output");
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      written = true;
      channel.write(bytes);
    }
  }

  @Override
  public void commit() {}

  @Override
  public void close() {}
}
