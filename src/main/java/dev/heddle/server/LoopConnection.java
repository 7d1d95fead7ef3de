package dev.heddle.server;

import dev.heddle.greeting.Workspace;
import dev.heddle.tasks.loop.Readiness;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * A connection whose virtual thread waits on an event loop. It waits before it reads and then reads
 * once: what tells the loop that bytes have come is cheaper than a read that finds none.
 */
final class LoopConnection extends Connection {
  private final SocketChannel channel;
  private final Place place;
  private final Readiness readiness;

  /**
   * @param socket one that has a channel
   * @throws IOException if the connection is already broken
   */
  LoopConnection(Socket socket, Place place) throws IOException {
    super(socket);
    this.channel = socket.getChannel();
    channel.configureBlocking(false);
    this.place = place;
    this.readiness = new Readiness(place.loop(), channel);
  }

  @Override
  Executor executor() {
    return place.loop()::start;
  }

  /** Each read waits, after those that could run before it. */
  @Override
  void takeTurns(int count, boolean busy) {}

  @Override
  Workspace workspace() {
    return place.workspace();
  }

  @Override
  boolean awaitInput() throws IOException {
    return readiness.await(SelectionKey.OP_READ);
  }

  @Override
  boolean wake() {
    readiness.wake();
    return true;
  }

  @Override
  int receive(byte[] buffer, int from, int room) throws IOException {
    while (true) {
      int count = readNow(buffer, from, room);
      if (count != 0) {
        return count;
      }
      var unused = awaitInput();
    }
  }

  @Override
  int receive(byte[] buffer, int from, int room, int millis) throws IOException {
    return readiness.await(SelectionKey.OP_READ, TimeUnit.MILLISECONDS.toNanos(millis))
        ? readNow(buffer, from, room)
        : 0;
  }

  private int readNow(byte[] to, int from, int room) throws IOException {
    ByteBuffer buffer = place.bytes().clear();
    int most = Math.min(room, buffer.capacity());
    int count = channel.read(buffer.limit(most));
    readiness.consumed(count, most);
    if (count > 0) {
      buffer.flip().get(to, from, count);
    }
    return count;
  }

  @Override
  void send(byte[] bytes, int length) throws IOException {
    int sent = sendNow(bytes, 0, length);
    if (sent < length) {
      sendInTime(Arrays.copyOfRange(bytes, sent, length)); // others work in bytes meanwhile
    }
  }

  private void sendInTime(byte[] bytes) throws IOException {
    for (int sent = 0; sent < bytes.length; sent += sendNow(bytes, sent, bytes.length)) {
      var unused = readiness.await(SelectionKey.OP_WRITE);
    }
  }

  /** Sends until the system takes no more, which alone makes it tell when it does again. */
  private int sendNow(byte[] bytes, int from, int to) throws IOException {
    ByteBuffer buffer = place.bytes();
    int at = from;
    do {
      buffer.clear().put(bytes, at, Math.min(to - at, buffer.capacity())).flip();
      at += channel.write(buffer);
    } while (at < to && !buffer.hasRemaining());
    return at - from;
  }

  @Override
  int available() throws IOException {
    return channel.socket().getInputStream().available();
  }

  @Override
  public void close() {
    super.close();
    readiness.closed();
  }
}
