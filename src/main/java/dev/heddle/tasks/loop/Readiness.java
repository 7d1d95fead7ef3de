package dev.heddle.tasks.loop;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets a virtual thread wait until its channel is ready, which does not block. Confined to threads
 * of the loop, but for {@link #wake} and {@link #closed}.
 *
 * <p>The channel is registered at the first wait and stays so: a wait costs no call of the system.
 * The system may tell of input once, when it comes, and so what it told stands until the owner
 * {@link #consumed} it. Whoever closes the channel says so: a wait does not look at it, for that
 * would touch one object more for each message.
 */
public final class Readiness {
  private final EventLoop loop;
  private final SelectableChannel channel;
  private @Nullable Thread owner;
  private boolean isRegistered;
  private boolean isClosed;

  /** The operation that the owner waits for; 0 if none. */
  private int awaited;

  private boolean hasInput;
  private boolean hasRoom;

  /** Whether a read may find an end, or leave input that is behind an end or urgent data. */
  private boolean hasObstacle;

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
   * Waits until the channel is ready, or somebody calls {@link #wake}. Where it is already, the
   * other threads of the loop that can run do so first.
   *
   * @param operation {@link SelectionKey#OP_READ}, or {@link SelectionKey#OP_WRITE} after a write
   *     that took less than it was given
   * @return whether it is ready
   * @throws ClosedChannelException if the channel is closed, at the beginning or at the end
   * @throws ClosedByInterruptException if the thread is interrupted, which closes the channel
   * @throws IOException if the channel can't be waited for
   */
  @SuppressWarnings("ThreadPriorityCheck") // the scheduler is the loop's queue
  public boolean await(int operation) throws IOException {
    prepare(operation);
    if (isReady(operation)) {
      checkOpen();
      Thread.yield();
      return true;
    }
    awaited = operation;
    while (awaited != 0) {
      checkOpen();
      LockSupport.park();
    }
    if (!isReady(operation)) {
      checkOpen();
      return false;
    }
    return true;
  }

  /**
   * Likewise, for at most {@code nanos}, whoever calls {@link #wake}.
   *
   * @return whether it was ready in time
   */
  public boolean await(int operation, long nanos) throws IOException {
    prepare(operation);
    long start = System.nanoTime();
    while (!isReady(operation)) {
      checkOpen();
      awaited = operation;
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0) {
        awaited = 0;
        return false;
      }
      LockSupport.parkNanos(left);
    }
    return true;
  }

  /**
   * The owner has read. If it got less than it had room for, there is no more, and a wait for input
   * waits; else there may be, and the next wait returns at once, perhaps in vain.
   *
   * @param count bytes or datagrams, 0 or less if there was nothing
   * @param room for how many there was room
   */
  public void consumed(int count, int room) {
    if (count < room) {
      hasInput = hasObstacle && count > 0;
    }
  }

  private boolean isReady(int operation) {
    return operation == SelectionKey.OP_READ ? hasInput : hasRoom;
  }

  private void prepare(int operation) throws IOException {
    if (!isRegistered) {
      loop.poller().add(this);
      isRegistered = true;
    }
    loop.poller().expect(this, operation);
    Thread asking = Thread.currentThread();
    if (owner != asking) { // it seldom changes, and a store costs the collector's barrier
      owner = asking;
    }
    if (operation == SelectionKey.OP_WRITE) {
      hasRoom = false;
    }
  }

  private void checkOpen() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      awaited = 0;
      forget();
      channel.close();
      throw new ClosedByInterruptException();
    }
    if (isClosed) {
      awaited = 0;
      throw new ClosedChannelException();
    }
  }

  SelectableChannel channel() {
    return channel;
  }

  /** The channel's descriptor, of a loop that {@link EventLoop#asksEpoll}; until it is closed. */
  public int descriptor() {
    return Epoll.descriptor(channel);
  }

  /**
   * Whether a read may find anything but bytes: the peer's end, a failure, urgent data, or a closed
   * channel. Of the peer only a loop is told that asks epoll.
   */
  public boolean hasObstacle() {
    return hasObstacle;
  }

  /**
   * Something has become of the channel.
   *
   * @param input whether there is input, or an end or a failure that a read tells
   * @param room whether there is room to write
   * @param obstacle whether a read may leave input behind
   * @return whether that was waited for
   */
  boolean occurred(boolean input, boolean room, boolean obstacle) {
    hasInput |= input;
    hasRoom |= room;
    hasObstacle |= obstacle;
    return awaited != 0 && isReady(awaited) && endWait();
  }

  /**
   * Wakes the owner if it waits, though the channel is not ready: for whoever wants something else
   * of it. From any thread.
   */
  public void wake() {
    loop.execute(this::endWait);
  }

  /** The channel has been closed: {@link #forget} it, soon. From any thread. */
  public void closed() {
    loop.execute(this::forget);
  }

  /**
   * The channel is about to be closed: the owner's wait ends, if it waits, and so do later ones.
   *
   * @return whether this is told for the first time
   */
  public boolean forget() {
    boolean isFirst = !isClosed;
    isClosed = true;
    hasObstacle = true;
    if (isRegistered) {
      isRegistered = false;
      loop.poller().remove(this);
    }
    endWait();
    return isFirst;
  }

  private boolean endWait() {
    if (awaited == 0) {
      return false;
    }
    awaited = 0;
    LockSupport.unpark(owner);
    return true;
  }
}
