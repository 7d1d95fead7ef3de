package dev.heddle.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The socket below a {@link Line}, which a selector watches: what {@link Link} is to a thread of
 * its own. Nothing here blocks. Confined to the loop's thread.
 */
final class SelectedLink {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer buffer;
  private @Nullable ByteBuffer unwritten;

  private SelectedLink(SocketChannel channel, SelectionKey key, ByteBuffer buffer) {
    this.channel = channel;
    this.key = key;
    this.buffer = buffer;
  }

  /**
   * Begins to connect.
   *
   * @param line what the selector's key is to be attached to
   * @param buffer for one read or write at a time, which others use as well
   */
  static SelectedLink open(Link.Route route, Selector selector, Line line, ByteBuffer buffer)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (route.from().isPresent()) {
        var unused = channel.bind(new InetSocketAddress(route.from().get(), 0));
      }
      int interest = channel.connect(route.to()) ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
      return new SelectedLink(channel, channel.register(selector, interest, line), buffer);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  boolean isConnected() {
    return channel.isConnected();
  }

  /** Ends the connecting, now that the selector says that it can be. */
  void finishConnect() throws IOException {
    var unused = channel.finishConnect();
    key.interestOps(SelectionKey.OP_READ);
  }

  /** Writes on, if anything is left to be; else returns false, as there is something to read. */
  boolean writeOn() throws IOException {
    if (unwritten == null) {
      return false;
    }
    write(unwritten);
    return true;
  }

  void write(byte[] bytes, int length) throws IOException {
    ByteBuffer all = length <= buffer.capacity() ? buffer.clear() : ByteBuffer.allocate(length);
    write(all.put(bytes, 0, length).flip());
  }

  private void write(ByteBuffer bytes) throws IOException {
    var unused = channel.write(bytes);
    if (bytes.hasRemaining()) { // rare: the kernel has room for a whole batch
      unwritten = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
      key.interestOps(SelectionKey.OP_WRITE);
    } else if (unwritten != null) {
      unwritten = null;
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  /** Reads what is there; returns how many bytes, or -1 at the end. */
  int read(byte[] into) throws IOException {
    int count = channel.read(buffer.clear());
    if (count > 0) {
      buffer.flip().get(into, 0, count);
    }
    return count;
  }

  Selector selector() {
    return key.selector();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // it is given up in any case
    }
  }
}
