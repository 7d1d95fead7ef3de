package dev.heddle.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A web server of many hosts, {@code 127.0.0.1} and on, that gives each GET the same {@value
 * #LENGTH} bytes after a set delay, and keeps connections open. One platform thread with a selector
 * does it all, whatever the client runs on. Every address of 127.0.0.0/8 is there on Linux alone.
 */
final class LoopbackWeb implements Closeable {
  /** Bytes of a body. */
  static final int LENGTH = 10_240;

  private static final int BACKLOG = 1_024;
  private static final int END_OF_HEADER = 0x0D0A0D0A;

  private final Selector selector = Selector.open();
  private final List<String> urls = new ArrayList<>();
  private final long delayNanos;
  private final ByteBuffer response = response();
  private final ByteBuffer input = ByteBuffer.allocateDirect(4_096);

  /** Those that wait for their answer: the delay is the same for all, so the first is due first. */
  private final Deque<Client> waiting = new ArrayDeque<>();

  private final Thread thread = Thread.ofPlatform().name("web").daemon().unstarted(this::serve);

  LoopbackWeb(int hosts, Duration delay) throws IOException {
    delayNanos = delay.toNanos();
    for (int i = 1; i <= hosts; i++) {
      InetAddress host = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) i});
      ServerSocketChannel channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(host, 0), BACKLOG).configureBlocking(false);
      channel.register(selector, SelectionKey.OP_ACCEPT);
      urls.add("http://" + host.getHostAddress() + ":" + channel.socket().getLocalPort() + "/");
    }
    thread.start();
  }

  /** The top URL of each host; any path under it will do. */
  List<String> urls() {
    return urls;
  }

  /** The thread that serves, whose CPU is not the client's. */
  long threadId() {
    return thread.threadId();
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private void serve() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        await();
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isAcceptable()) {
            accept((ServerSocketChannel) key.channel());
          } else if (key.isValid()) {
            ((Client) key.attachment()).go();
          }
        }
        selector.selectedKeys().clear();
        answerWhoIsDue();
      }
    } catch (IOException e) {
      throw new IllegalStateException("the web server failed", e);
    }
  }

  private void await() throws IOException {
    Client next = waiting.peekFirst();
    long nanos = next == null ? Long.MAX_VALUE : next.due - System.nanoTime();
    if (nanos <= 0) {
      selector.selectNow();
    } else {
      // Never early; at most a millisecond late.
      selector.select(next == null ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }
  }

  private void accept(ServerSocketChannel listener) throws IOException {
    for (SocketChannel one = listener.accept(); one != null; one = listener.accept()) {
      one.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
      Client client = new Client(one.register(selector, SelectionKey.OP_READ), one);
      client.key.attach(client);
    }
  }

  private void answerWhoIsDue() {
    while (!waiting.isEmpty() && waiting.getFirst().due - System.nanoTime() <= 0) {
      waiting.removeFirst().answer();
    }
  }

  private static ByteBuffer response() {
    byte[] body = new byte[LENGTH];
    new SplittableRandom(9999).nextBytes(body);
    byte[] head =
        ("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                + LENGTH
                + "\r\n\r\n")
            .getBytes(US_ASCII);
    return ByteBuffer.allocateDirect(head.length + LENGTH).put(head).put(body).flip();
  }

  /** One connection, with one request in flight. */
  private final class Client {
    private final SelectionKey key;
    private final SocketChannel channel;
    private ByteBuffer left = response.duplicate();
    private int lastBytes;
    private long due;

    Client(SelectionKey key, SocketChannel channel) {
      this.key = key;
      this.channel = channel;
    }

    void go() {
      try {
        if (key.isReadable()) {
          read();
        } else {
          write();
        }
      } catch (IOException e) {
        end(); // the client has left
      }
    }

    private void read() throws IOException {
      if (channel.read(input.clear()) < 0) {
        end();
        return;
      }
      input.flip();
      while (input.hasRemaining()) {
        lastBytes = lastBytes << 8 | (input.get() & 0xFF);
        if (lastBytes == END_OF_HEADER) {
          due = System.nanoTime() + delayNanos;
          waiting.addLast(this);
        }
      }
    }

    void answer() {
      try {
        left = response.duplicate();
        write();
      } catch (IOException e) {
        end();
      }
    }

    private void write() throws IOException {
      channel.write(left);
      key.interestOps(left.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void end() {
      key.cancel();
      try {
        channel.close();
      } catch (IOException e) {
        // it is gone anyhow
      }
    }
  }
}
