package dev.heddle.server;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A socket with its streams, its byte counts and the ways to end it.
 *
 * <p>One thread reads and writes; {@link #available}, {@link #sendFin}, {@link #abort} and {@link
 * #close} may be called by others meanwhile.
 */
final class Connection implements Closeable {
  /** How much is read of what a peer sends after our FIN, so that it gets no RST for it. */
  private static final long LINGER_BYTES = 1 << 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private long bytesIn;
  private long bytesOut;

  /**
   * @throws IOException if the connection is already broken
   */
  Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Sends each write at once: a reply is never held back for the one before it to arrive. */
  void setNoDelay() throws IOException {
    socket.setTcpNoDelay(true);
  }

  /** Waits for bytes and returns how many were read; -1 when the peer has sent its last. */
  int read(byte[] buffer, int from, int room) throws IOException {
    int count = in.read(buffer, from, room);
    bytesIn += Math.max(count, 0);
    return count;
  }

  /** Likewise, but returns 0 when nothing has come for {@code millis}, from 1. */
  int read(byte[] buffer, int from, int room, int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return read(buffer, from, room);
    } catch (SocketTimeoutException e) {
      return 0;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    bytesOut += length;
  }

  /** How many bytes can be read without waiting. */
  int available() throws IOException {
    return in.available();
  }

  /** Tells the peer that nothing more will come; it still may send, and is not answered. */
  void sendFin() throws IOException {
    if (!socket.isOutputShutdown()) {
      socket.shutdownOutput();
    }
  }

  /**
   * Reads what the peer still sends after our FIN until it closes too. Closing with unread input
   * would send an RST, which takes replies on their way with it.
   */
  void awaitFin(byte[] sink) throws IOException {
    long left = LINGER_BYTES;
    for (int count = 0; count >= 0 && left > 0; left -= count) {
      count = in.read(sink); // thrown away, and so not counted
    }
  }

  /** Closes with an RST, so that the kernel forgets what the peer does not take. */
  void abort() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it broke meanwhile; closing is all there is to do
    }
    close();
  }

  /** Closes; a thread that reads or writes gets an exception. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing more can be done for it
    }
  }

  /** For logs alone. */
  Socket socket() {
    return socket;
  }

  long bytesIn() {
    return bytesIn;
  }

  long bytesOut() {
    return bytesOut;
  }
}
