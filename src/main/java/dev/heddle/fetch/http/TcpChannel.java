package dev.heddle.fetch.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that is read and written by blocking calls, which park a virtual thread.
 * Confined to one thread but for {@link #close}, which any thread may call and which ends whatever
 * the other waits for. An interrupt closes it too.
 *
 * <p>It waits by an asynchronous channel, because the thread that watches those can be ended. The
 * one that watches a {@code SocketChannel} for virtual threads is the JDK's own and waits in native
 * code for ever, and a JVM waits 0.3 s for such a thread when it ends: half the time of 2,000 small
 * files.
 */
final class TcpChannel implements Closeable {
  private final AsynchronousSocketChannel channel;
  private boolean hasAsked; // the owner's

  private TcpChannel(AsynchronousSocketChannel channel) {
    this.channel = channel;
  }

  /**
   * A channel to be connected.
   *
   * @param group whose thread watches it; null: the JDK's default one
   */
  static TcpChannel unconnected(@Nullable AsynchronousChannelGroup group) throws IOException {
    AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(group);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return new TcpChannel(channel);
  }

  /** Connects. Blocks until that is done, without a limit. */
  void connect(SocketAddress address) throws IOException {
    await(channel.connect(address));
  }

  /**
   * Reads what is there, waiting for it if that is nothing.
   *
   * @return how many bytes, -1 at the end
   */
  int read(ByteBuffer into) throws IOException {
    if (hasAsked) {
      hasAsked = false;
      letOthersRun();
    }
    checkInterrupt();
    return await(channel.read(into));
  }

  /** Writes all that remains of {@code bytes}; blocks until the system has it. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      checkInterrupt();
      await(channel.write(bytes));
    }
    hasAsked = true;
  }

  /** Where they have something to do, the answer is there after it, and nothing waits for it. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint: nothing breaks if it does nothing
  private static void letOthersRun() {
    if (Thread.currentThread().isVirtual()) {
      Thread.yield();
    }
  }

  /** This connection as the JDK's TLS wants it. */
  Socket asSocket() throws IOException {
    return new ChannelSocket(this);
  }

  SocketAddress remoteAddress() throws IOException {
    return channel.getRemoteAddress();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** What is there at once never waits, and so would never hear of it. */
  private void checkInterrupt() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      close();
      throw new ClosedByInterruptException();
    }
  }

  private <T> T await(Future<T> operation) throws IOException {
    try {
      return operation.get();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure; // as a blocking channel has it
      }
      throw new IOException(e.getCause());
    }
  }
}
