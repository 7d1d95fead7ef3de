package dev.heddle.tasks.loop;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a virtual thread wait until its channel is ready, which does not block. Confined to threads
 * of the loop, but for {@link #wakeToClosed}.
 *
 * <p>The channel is registered at the first wait and stays so; a wait that asks for the same again
 * costs no call of the system.
 */
public final class Readiness {
  private final EventLoop loop;
  private final SelectableChannel channel;
  private @Nullable SelectionKey key;
  private @Nullable Thread owner;
  private boolean isAwaited;

  /**
   * Is for one thread of the loop at a time.
   *
   * @param channel one that does not block
   */
  public Readiness(EventLoop loop, SelectableChannel channel) {
    this.loop = loop;
    this.channel = channel;
  }

  /**
   * Waits until the channel is ready, or closed by another thread that calls {@link #wakeToClosed}.
   *
   * @param operation one of {@link SelectionKey}
   * @throws ClosedChannelException if the channel is closed at the beginning
   * @throws ClosedByInterruptException if the thread is interrupted, which closes the channel
   * @throws IOException if the channel can't be waited for
   */
  public void await(int operation) throws IOException {
    ask(operation);
    while (isAwaited) {
      checkOpen();
      LockSupport.park();
    }
  }

  /**
   * Likewise, for at most {@code nanos}.
   *
   * @return whether that was in time
   */
  public boolean await(int operation, long nanos) throws IOException {
    ask(operation);
    long start = System.nanoTime();
    while (isAwaited) {
      checkOpen();
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0) {
        isAwaited = false;
        return false;
      }
      LockSupport.parkNanos(left);
    }
    return true;
  }

  private void ask(int operation) throws IOException {
    try {
      if (key == null) {
        key = channel.register(loop.selector(), operation, this);
      } else if (key.interestOps() != operation) {
        key.interestOps(operation);
      }
    } catch (CancelledKeyException e) {
      throw closed();
    }
    Thread asking = Thread.currentThread();
    if (owner != asking) { // it seldom changes, and a store costs the collector's barrier
      owner = asking;
    }
    isAwaited = true;
  }

  private void checkOpen() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      isAwaited = false;
      channel.close();
      throw new ClosedByInterruptException();
    }
    if (!channel.isOpen()) {
      isAwaited = false;
      throw closed();
    }
  }

  private static ClosedChannelException closed() {
    return new ClosedChannelException();
  }

  /** The channel is ready. */
  void occurred() {
    if (isAwaited) {
      wake();
      return;
    }
    try {
      Objects.requireNonNull(key).interestOps(0); // nobody waits: the next wait asks again
    } catch (CancelledKeyException e) {
      // closed meanwhile
    }
  }

  /** Wakes the owner if it waits, to find the channel closed; for whoever closed it. */
  public void wakeToClosed() {
    loop.execute(this::wake);
  }

  private void wake() {
    if (isAwaited) {
      isAwaited = false;
      LockSupport.unpark(owner);
    }
  }
}
