package dev.heddle.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Optional;

/**
 * A UDP socket for tests, which sends what it is told to, the empty datagram too. Text is one byte
 * a character. One thread at a time.
 */
public final class UdpPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final DatagramChannel channel;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(65_535);

  private UdpPeer(InetSocketAddress at) throws IOException {
    channel = DatagramChannel.open().bind(at);
    channel.configureBlocking(false);
    selector = Selector.open();
    var unused = channel.register(selector, SelectionKey.OP_READ);
  }

  /** On a port of its own at {@code host}. */
  public static UdpPeer at(String host) throws IOException {
    return at(host, 0);
  }

  public static UdpPeer at(String host, int port) throws IOException {
    return new UdpPeer(new InetSocketAddress(InetAddress.getByName(host), port));
  }

  /** Connected: takes datagrams from {@code server} alone. */
  public static UdpPeer connectedTo(InetSocketAddress server) throws IOException {
    UdpPeer peer = new UdpPeer(new InetSocketAddress(server.getAddress(), 0));
    peer.channel.connect(server);
    return peer;
  }

  public InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  public void send(String text, InetSocketAddress to) throws IOException {
    var unused = channel.send(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), to);
  }

  /** The next datagram; empty if none comes within {@code millis}. */
  public Optional<String> receive(long millis) throws IOException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (true) {
      buffer.clear();
      if (channel.receive(buffer) != null) {
        return Optional.of(new String(buffer.array(), 0, buffer.position(), ISO_8859_1));
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return Optional.empty();
      }
      var unused = selector.select(key -> {}, left);
    }
  }

  /** Sends and returns the next datagram that comes. */
  public String ask(String text, InetSocketAddress to) throws IOException {
    send(text, to);
    return receive(PATIENCE_MILLIS)
        .orElseThrow(() -> new AssertionError("no reply from " + to + " to " + text));
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
