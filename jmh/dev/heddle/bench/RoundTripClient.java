package dev.heddle.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Many connections to a greeting server, driven by one thread: always one message in flight on
 * each. Confined to that thread.
 */
final class RoundTripClient implements Closeable {
  private static final int STALLED_MILLIS = 30_000;
  private static final String WELCOME = "Welcome!\n";

  /** A name as it is sent, and the reply that it must get. */
  private record Exchange(ByteBuffer message, ByteBuffer reply) {}

  private final List<Exchange> exchanges = exchanges();
  private final ByteBuffer input = ByteBuffer.allocateDirect(4_096);
  private final Selector selector = Selector.open();
  private long replies;
  private long bytes;

  RoundTripClient(InetSocketAddress server, int connections) throws IOException {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      all.add(connect(server, i * Names.COUNT / connections));
    }
    for (Connection connection : all) {
      connection.send();
    }
  }

  /** Receives at least {@code count} replies; returns how many bytes they had. */
  long receive(long count) throws IOException {
    long enough = replies + count;
    bytes = 0;
    while (replies < enough) {
      if (selector.select(STALLED_MILLIS) == 0) {
        throw new IOException("no reply for " + STALLED_MILLIS + " ms");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        ((Connection) key.attachment()).read();
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

  private Connection connect(InetSocketAddress server, int firstName) throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    byte[] welcome = new byte[WELCOME.length()];
    ByteBuffer into = ByteBuffer.wrap(welcome);
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new IOException("closed before the welcome");
      }
    }
    if (!new String(welcome, US_ASCII).equals(WELCOME)) {
      throw new IOException("not the welcome: " + new String(welcome, US_ASCII));
    }
    channel.configureBlocking(false);
    Connection connection = new Connection(channel, firstName);
    channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }

  private static List<Exchange> exchanges() {
    List<Exchange> exchanges = new ArrayList<>();
    for (byte[] line : Names.lines()) {
      exchanges.add(
          new Exchange(
              ByteBuffer.allocateDirect(line.length).put(line),
              ByteBuffer.wrap(Names.reply(line))));
    }
    return exchanges;
  }

  private final class Connection {
    private final SocketChannel channel;
    private int next;
    private ByteBuffer expected = ByteBuffer.allocate(0);
    private int matched;

    Connection(SocketChannel channel, int firstName) {
      this.channel = channel;
      this.next = firstName;
    }

    void send() throws IOException {
      Exchange exchange = exchanges.get(next);
      next = (next + 1) % Names.COUNT;
      expected = exchange.reply();
      matched = 0;
      ByteBuffer message = exchange.message().rewind();
      while (message.hasRemaining()) {
        channel.write(message);
      }
    }

    void read() throws IOException {
      int count = channel.read(input.clear());
      if (count < 0) {
        throw new IOException("closed with a message in flight");
      }
      input.flip();
      bytes += count;
      while (input.hasRemaining()) {
        if (matched == expected.limit() || input.get() != expected.get(matched++)) {
          throw new IOException("not the reply: " + US_ASCII.decode(expected.rewind()));
        }
      }
      if (matched == expected.limit()) {
        replies++;
        send();
      }
    }
  }
}
