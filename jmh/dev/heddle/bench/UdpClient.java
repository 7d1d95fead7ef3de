package dev.heddle.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * Many sockets that greet over UDP, driven by one thread: always one datagram in flight on each.
 * Confined to that thread.
 */
final class UdpClient implements Closeable {
  private static final int STALLED_MILLIS = 5_000;

  private final byte[][] names = Names.lines();
  private final ByteBuffer[] requests = new ByteBuffer[Names.COUNT];
  private final ByteBuffer[] replies = new ByteBuffer[Names.COUNT];
  private final ByteBuffer input = ByteBuffer.allocateDirect(2_048);
  private final Selector selector = Selector.open();
  private long received;
  private long bytes;

  UdpClient(InetSocketAddress server, int sockets) throws IOException {
    for (int i = 0; i < Names.COUNT; i++) {
      requests[i] = ByteBuffer.allocateDirect(names[i].length).put(names[i]);
      replies[i] = ByteBuffer.wrap(Names.reply(names[i]));
    }
    for (int i = 0; i < sockets; i++) {
      DatagramChannel channel = DatagramChannel.open().connect(server);
      channel.configureBlocking(false);
      Source source = new Source(channel, i * Names.COUNT / sockets);
      channel.register(selector, SelectionKey.OP_READ, source);
      source.send();
    }
  }

  /** Receives at least {@code count} replies; returns how many bytes they had. */
  long receive(long count) throws IOException {
    long enough = received + count;
    bytes = 0;
    while (received < enough) {
      if (selector.select(STALLED_MILLIS) == 0) {
        throw new IOException("no reply for " + STALLED_MILLIS + " ms: a datagram was lost");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        ((Source) key.attachment()).receive();
      }
      selector.selectedKeys().clear();
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private final class Source {
    private final DatagramChannel channel;
    private int name;

    Source(DatagramChannel channel, int firstName) {
      this.channel = channel;
      this.name = firstName;
    }

    void send() throws IOException {
      channel.write(requests[name].rewind());
    }

    void receive() throws IOException {
      bytes += channel.read(input.clear());
      if (!input.flip().equals(replies[name])) {
        throw new IOException("not the reply");
      }
      received++;
      name = (name + 1) % Names.COUNT;
      send();
    }
  }
}
