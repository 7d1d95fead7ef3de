package dev.heddle.server;

import dev.heddle.tasks.loop.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Datagrams one at a time, as a channel has them: on every system, and where one has to wait. */
final class SingleDatagram implements Datagrams {
  private final DatagramChannel channel;
  private final @Nullable Readiness readiness;
  private final Slot slot = new Slot();

  /**
   * @param readiness by which to wait for room to send; null: by blocking in the channel
   */
  SingleDatagram(DatagramChannel channel, @Nullable Readiness readiness) {
    this.channel = channel;
    this.readiness = readiness;
  }

  @Override
  public void look() throws IOException {
    receive(false);
  }

  /** Waits for a datagram by blocking; it is {@code get(0)} then. */
  void await() throws IOException {
    receive(true);
  }

  private void receive(boolean wait) throws IOException {
    channel.configureBlocking(wait); // no system call: a virtual thread's socket never blocks
    slot.source = (InetSocketAddress) channel.receive(slot.reply().clear());
  }

  @Override
  public int room() {
    return 1;
  }

  @Override
  public int count() {
    return slot.source == null ? 0 : 1;
  }

  @Override
  public Datagram get(int index) {
    return slot;
  }

  @Override
  public int send(int[] indexes, int from, int to) throws IOException {
    send(slot.buffer(), slot.get());
    return 1;
  }

  /** Sends a reply; waits for room if there is none. */
  void send(ByteBuffer reply, InetSocketAddress to) throws IOException {
    while (channel.send(reply, to) == 0) {
      if (readiness == null) {
        channel.configureBlocking(true);
      } else {
        readiness.await(SelectionKey.OP_WRITE);
      }
    }
  }

  private static final class Slot extends Datagram {
    private @Nullable InetSocketAddress source;

    @Override
    public InetSocketAddress get() {
      return Objects.requireNonNull(source);
    }

    @Override
    int sourcePort() {
      return get().getPort();
    }

    @Override
    long sourceKey() {
      return SourceRate.key(get().getAddress());
    }
  }
}
