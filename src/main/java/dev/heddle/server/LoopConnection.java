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
import org.jspecify.annotations.Nullable;

/**
 * A connection whose virtual thread waits on an event loop. It waits before it reads and then reads
 * once: what tells the loop that bytes have come is cheaper than a read that finds none.
 */
final class LoopConnection extends Connection {
  private final SocketChannel channel;
  private final Place place;
  private final int descriptor;
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
    this.descriptor = readiness.descriptor();
    place
        .loop()
        .enter(); // now: its socket is registered when it first waits, and more may come before
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
  int receive(byte[] buffer, int from, int room, int millis) throws IOException {
    long limit = TimeUnit.MILLISECONDS.toNanos(millis);
    long start = System.nanoTime();
    int count = 0;
    while (count == 0
        && readiness.await(SelectionKey.OP_READ, limit - (System.nanoTime() - start))) {
      count = receive(buffer, from, room); // none, if the read before took just what there was
    }
    return count;
  }

  @Override
  int receive(byte[] to, int from, int room) throws IOException {
    ByteBuffer buffer = place.bytes();
    int most = Math.min(room, buffer.capacity());
    int count = read(buffer, most);
    readiness.consumed(count, most);
    if (count > 0) {
      buffer.clear().get(to, from, count);
    }
    return count;
  }

  private int read(ByteBuffer buffer, int most) throws IOException {
    @Nullable SocketCalls calls = calls();
    if (calls != null) {
      int count = calls.receive(descriptor, place.address(), most);
      if (count > 0) {
        return count;
      }
    }
    return channel.read(buffer.clear().limit(most)); // tells an end from a failure
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
    int count;
    int sent;
    do {
      count = Math.min(to - at, buffer.capacity());
      buffer.clear().put(bytes, at, count);
      sent = write(buffer, count);
      at += sent;
    } while (at < to && sent == count);
    return at - from;
  }

  private int write(ByteBuffer buffer, int count) throws IOException {
    @Nullable SocketCalls calls = calls();
    if (calls != null) {
      int sent = calls.send(descriptor, place.address(), count);
      if (sent >= 0) {
        return sent;
      }
    }
    return channel.write(buffer.flip()); // tells why, or that there is no room
  }

  /**
   * The system's own calls, if all that is expected of them is bytes. They pass by the channel,
   * with its locks and its descriptor: of six objects that a message would touch none is in the
   * processor's cache where connections are many. With conversations that no longer refer to what
   * they share, a message over 100 and 1,000 takes 0.93 to 0.99 of the CPU, over 10,000 0.87 to
   * 0.94.
   *
   * <p>A channel would not close while it is read. So this one is closed by its loop, between two
   * steps of the session: else its descriptor could be another connection's by then.
   */
  private @Nullable SocketCalls calls() {
    return readiness.hasObstacle() ? null : place.calls();
  }

  @Override
  int available() throws IOException {
    return channel.socket().getInputStream().available();
  }

  /** Between two steps of the session: see {@link #calls}. */
  @Override
  void requestClose() {
    place.loop().execute(this::close);
  }

  @Override
  public void close() {
    if (readiness.forget()) {
      place.loop().leave();
    }
    super.close();
  }
}
