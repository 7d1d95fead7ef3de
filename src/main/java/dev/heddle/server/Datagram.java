package dev.heddle.server;

import dev.heddle.greeting.DatagramReply;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * A datagram that has come, in the buffer of its reply, and where it came from, which is told when
 * somebody asks: few do. Used again for others that come later.
 */
abstract class Datagram implements Supplier<InetSocketAddress> {
  private final DatagramReply reply = new DatagramReply();
  private final ByteBuffer buffer = reply.clear();

  final DatagramReply reply() {
    return reply;
  }

  /** The buffer of the reply, as that left it. */
  final ByteBuffer buffer() {
    return buffer;
  }

  /** The source. */
  @Override
  public abstract InetSocketAddress get();

  abstract int sourcePort();

  /** See {@link SourceRate#key}. */
  abstract long sourceKey();
}
