package dev.heddle.fetch.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;

/**
 * A connection to a server, plain or over TLS, that is asked one thing after another. Confined to
 * one thread but for {@link #close}, which any thread may call and which ends whatever the other
 * waits for: connections keep no time themselves. An interrupt closes it too.
 */
public final class Connection implements Closeable {
  /** How much of a response is held at once, and so the longest header: 64 KiB. */
  static final int BUFFER = 65_536;

  private static final int MOST_INTERIM_RESPONSES = 16;

  private final TcpChannel channel;
  private final ByteBuffer buffer;
  private final Input input;
  private final Output output;

  /** Where requests go. */
  @FunctionalInterface
  private interface Output {
    void write(byte[] bytes) throws IOException;
  }

  private Connection(TcpChannel channel, ByteBuffer buffer, ByteSource source, Output output) {
    this.channel = channel;
    this.buffer = buffer;
    this.input = new Input(source, buffer);
    this.output = output;
  }

  /**
   * Connects {@code channel}, which it takes over: it is closed if this fails. Blocks until that is
   * done, without a limit.
   *
   * @param buffer holds what comes; outside the heap, so that bytes go from socket to file without
   *     a copy through it
   */
  static Connection plain(TcpChannel channel, SocketAddress address, ByteBuffer buffer)
      throws IOException {
    try {
      channel.connect(address);
      return new Connection(
          channel, buffer, channel::read, bytes -> channel.write(ByteBuffer.wrap(bytes)));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Secures this connection, to a server or through a proxy's tunnel: from now on all goes over
   * TLS. Blocks until the server has shown that it is {@code host}.
   *
   * @return the same connection, over TLS; this one is not used any more
   * @throws javax.net.ssl.SSLException if the server's certificate is not trusted or not for {@code
   *     host}, or the two have no version of TLS in common
   */
  public Connection secured(Tls tls, String host) throws IOException {
    try {
      if (input.unread() > 0) {
        throw new ProtocolException("the server spoke before it was asked to");
      }
      SSLSocket socket = tls.secure(channel.asSocket(), host);
      InputStream in = socket.getInputStream();
      byte[] piece = new byte[16_384]; // a record of TLS holds no more
      return new Connection(
          channel,
          buffer,
          room -> {
            int count = in.read(piece, 0, Math.min(piece.length, room.remaining()));
            if (count > 0) {
              room.put(piece, 0, count);
            }
            return count;
          },
          socket.getOutputStream()::write);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Sends {@code request} and reads the head of its final response; interim ones are passed over.
   *
   * @throws TruncatedException if the server closes instead; on a connection that has been used
   *     before, that is no more than its end
   * @throws ProtocolException if what comes is not HTTP/1
   */
  public ResponseHead ask(Request request) throws IOException {
    output.write(request.encoded());
    for (int i = 0; i <= MOST_INTERIM_RESPONSES; i++) {
      ResponseHead head = HeadParser.read(input);
      if (head.status() >= 200) {
        return head;
      }
      if (head.status() == 101) {
        throw new ProtocolException("the server changes to another protocol, unasked");
      }
    }
    throw new ProtocolException("more than " + MOST_INTERIM_RESPONSES + " interim responses");
  }

  /**
   * The body that follows {@code head}, to be read before anything else is asked.
   *
   * @throws ProtocolException if the head does not say in one way where the body ends
   */
  public Body body(Request request, ResponseHead head) throws ProtocolException {
    return new Body(input, head, request.isHead());
  }

  /** The buffer that it was given: free once it is closed and nobody reads from it. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Closes the socket at once, without a farewell of TLS: that could block. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // nothing more can be done for it
    }
  }
}
