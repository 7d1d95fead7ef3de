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
 * of the loop, but for {@link #wake}.
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

  /** Whether the last wait found the channel ready. */
  private boolean isReady;

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
   * Waits until the channel is ready, or somebody calls {@link #wake}.
   *
   * @param operation one of {@link SelectionKey}
   * @return whether it is ready
   * @throws ClosedChannelException if the channel is closed, at the beginning or at the end
   * @throws ClosedByInterruptException if the thread is interrupted, which closes the channel
   * @throws IOException if the channel can't be waited for
   */
  public boolean await(int operation) throws IOException {
    ask(operation);
    while (isAwaited) {
      checkOpen();
      LockSupport.park();
    }
    if (!isReady) {
      checkOpen();
    }
    return isReady;
  }

  /**
   * Likewise, for at most {@code nanos}, whoever calls {@link #wake}.
   *
   * @return whether it was ready in time
   */
  public boolean await(int operation, long nanos) throws IOException {
    ask(operation);
    long start = System.nanoTime();
    while (!isReady) {
      checkOpen();
      isAwaited = true;
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
    isReady = false;
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
      isReady = true;
      endWait();
      return;
    }
    try {
      Objects.requireNonNull(key).interestOps(0); // nobody waits: the next wait asks again
    } catch (CancelledKeyException e) {
      // closed meanwhile
    }
  }

  /**
   * Wakes the owner if it waits, though the channel is not ready: for whoever has closed it, or
   * wants something else of the owner. From any thread.
   */
  public void wake() {
    loop.execute(this::endWait);
  }

  private void endWait() {
    if (isAwaited) {
      isAwaited = false;
      LockSupport.unpark(owner);
    }
  }
}
