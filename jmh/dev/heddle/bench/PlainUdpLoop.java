package dev.heddle.bench;

import dev.heddle.greeting.DatagramReply;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/** Answers datagrams on a platform thread that blocks in receive, and does nothing else. */
final class PlainUdpLoop implements Closeable {
  private final DatagramChannel channel;

  PlainUdpLoop() throws IOException {
    channel =
        DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofPlatform().daemon().name("udp").start(this::run);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) channel.socket().getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void run() {
    DatagramReply reply = new DatagramReply();
    try {
      while (true) {
        SocketAddress source = channel.receive(reply.clear());
        channel.send(reply.greet(), source);
      }
    } catch (ClosedChannelException e) {
      // that is how it ends
    } catch (IOException e) {
      throw new IllegalStateException("the loop failed", e);
    }
  }
}
