package dev.heddle.fetch.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connected {@link TcpChannel} as a socket: as much of one as TLS above it asks for. */
final class ChannelSocket extends Socket {
  private final TcpChannel channel;

  ChannelSocket(TcpChannel channel) throws SocketException {
    super((@Nullable SocketImpl) null);
    this.channel = channel;
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return length == 0 ? 0 : channel.read(ByteBuffer.wrap(into, offset, length));
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        channel.write(ByteBuffer.wrap(from, offset, length));
      }
    };
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return remote() instanceof InetSocketAddress address ? address.getAddress() : null;
  }

  @Override
  public int getPort() {
    return remote() instanceof InetSocketAddress address ? address.getPort() : 0;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  /** No limit: time is kept from outside. */
  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void setSoTimeout(int timeout) {}

  /** Closing does not wait. */
  @Override
  public int getSoLinger() {
    return -1;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private @Nullable Object remote() {
    try {
      return channel.remoteAddress();
    } catch (IOException e) {
      return null; // closed
    }
  }
}
