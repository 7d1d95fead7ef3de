package dev.heddle.server;

import dev.heddle.greeting.Workspace;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A socket with its byte counts and the ways to end it; how one waits for it depends on the thread.
 *
 * <p>One thread reads and writes, a task of {@link #executor}; {@link #available}, {@link
 * #sendFin}, {@link #abort} and {@link #requestClose} may be called by others meanwhile.
 */
abstract sealed class Connection implements Closeable permits LoopConnection, StreamConnection {
  /** How much is read of what a peer sends after our FIN, so that it gets no RST for it. */
  private static final long LINGER_BYTES = 1 << 20;

  private static final int LINGER_READ = 512;

  private final Socket socket;
  private long bytesIn;
  private long bytesOut;

  Connection(Socket socket) {
    this.socket = socket;
  }

  /** Where the session of this connection runs. */
  abstract Executor executor();

  /**
   * Lets other sessions run, if it is time to. Called between two reads.
   *
   * @param count how many bytes the last read brought
   * @param busy whether this session and others are busy
   */
  abstract void takeTurns(int count, boolean busy);

  /** Where the conversation of this connection is to work; null: it has its arrays to itself. */
  abstract @Nullable Workspace workspace();

  /**
   * Waits for bytes, if it is better to read after that than at once. The stack is as low there as
   * it can be: a waiting thread holds what is on it.
   *
   * @return false if it was woken by {@link #wake} before any came
   */
  abstract boolean awaitInput() throws IOException;

  /**
   * Ends {@link #awaitInput}, if that waits; from any thread.
   *
   * @return false if it never waits
   */
  abstract boolean wake();

  /**
   * Reads what has come, after {@link #awaitInput}, and returns how many bytes; -1 when the peer
   * has sent its last. 0 if there are none after all; where {@code awaitInput} does not wait, this
   * does.
   */
  abstract int receive(byte[] buffer, int from, int room) throws IOException;

  /** Waits for bytes and reads them; 0 when none have come for {@code millis}, from 1. */
  abstract int receive(byte[] buffer, int from, int room, int millis) throws IOException;

  /** Sends the first {@code length} bytes; waits until the system has taken them all. */
  abstract void send(byte[] bytes, int length) throws IOException;

  /** How many bytes can be read without waiting. */
  abstract int available() throws IOException;

  /** Sends each write at once: a reply is never held back for the one before it to arrive. */
  final void setNoDelay() throws IOException {
    socket.setTcpNoDelay(true);
  }

  /** {@link #receive}, counted. */
  final int read(byte[] buffer, int from, int room) throws IOException {
    return counted(receive(buffer, from, room));
  }

  /** {@link #receive}, counted. */
  final int read(byte[] buffer, int from, int room, int millis) throws IOException {
    return counted(receive(buffer, from, room, millis));
  }

  private int counted(int count) {
    bytesIn += Math.max(count, 0);
    return count;
  }

  /** {@link #send}, counted. */
  final void write(byte[] bytes, int length) throws IOException {
    send(bytes, length);
    bytesOut += length;
  }

  /** Tells the peer that nothing more will come; it still may send, and is not answered. */
  final void sendFin() throws IOException {
    if (!socket.isOutputShutdown()) {
      socket.shutdownOutput();
    }
  }

  /**
   * Reads what the peer still sends after our FIN until it closes too. Closing with unread input
   * would send an RST, which takes replies on their way with it.
   */
  final void awaitFin() throws IOException {
    byte[] sink = new byte[LINGER_READ];
    long left = LINGER_BYTES;
    for (int count = 0; count >= 0 && left > 0; left -= count) {
      var unused = awaitInput();
      count = receive(sink, 0, sink.length); // thrown away, and so not counted
    }
  }

  /** Closes with an RST, so that the kernel forgets what the peer does not take. */
  final void abort() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it broke meanwhile; closing is all there is to do
    }
    requestClose();
  }

  /** Has this closed, soon; whoever reads or writes gets an exception. From any thread. */
  abstract void requestClose();

  /** Closes. By the one thread alone, or before there is one. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing more can be done for it
    }
  }

  /** For logs alone. */
  final Socket socket() {
    return socket;
  }

  final long bytesIn() {
    return bytesIn;
  }

  final long bytesOut() {
    return bytesOut;
  }
}
