package dev.heddle.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for one channel, which it makes non-blocking: the one way in which a write ends in time as
 * well as a read. Confined to one thread; closing closes the channel too.
 */
final class Waiter implements Closeable {
  private final SelectableChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final Duration timeout;
  private long deadline;

  private Waiter(SelectableChannel channel, Selector selector, Duration timeout)
      throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.timeout = timeout;
    channel.configureBlocking(false);
    this.key = channel.register(selector, 0);
  }

  /** Takes {@code channel} over: it is closed if this fails. */
  static Waiter of(SelectableChannel channel, Duration timeout) throws IOException {
    Selector selector = null;
    try {
      selector = Selector.open();
      return new Waiter(channel, selector, timeout);
    } catch (IOException e) {
      channel.close();
      if (selector != null) {
        selector.close();
      }
      throw e;
    }
  }

  /** From now on the timeout runs anew. */
  void restart() {
    deadline = System.nanoTime() + timeout.toNanos();
  }

  /**
   * Waits until the channel is ready for {@code operation}.
   *
   * @throws SocketTimeoutException if it was not in time
   * @throws InterruptedIOException if the thread is interrupted, which it stays
   */
  void await(int operation) throws IOException {
    key.interestOps(operation);
    int ready = 0;
    while (ready == 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new SocketTimeoutException("not within " + text(timeout));
      }
      ready = selector.select(selected -> {}, Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    }
  }

  @Override
  public void close() {
    try (selector;
        channel) {
      key.cancel();
    } catch (IOException e) {
      // nothing more can be done for it
    }
  }

  static String text(Duration time) {
    long millis = time.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }
}
