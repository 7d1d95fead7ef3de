package dev.heddle.tasks.loop;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * Asks the system which channels of an event loop are ready, and tells their {@link Readiness}.
 * Confined to the loop's thread, but for {@link #size} and {@link #wakeUp}.
 */
sealed interface Poller extends Closeable permits EpollPoller, SelectorPoller {
  /**
   * The best that there is on this machine.
   *
   * @throws IOException if the system refuses it
   */
  static Poller open() throws IOException {
    return Epoll.isAvailable() ? EpollPoller.open() : new SelectorPoller();
  }

  /**
   * Tells from now on what becomes of a channel.
   *
   * @throws ClosedChannelException if it is closed
   * @throws IOException if the system refuses
   */
  void add(Readiness readiness) throws IOException;

  /**
   * Somebody is about to wait for {@code operation}, of {@link java.nio.channels.SelectionKey}, of
   * a channel that has been added.
   *
   * @throws ClosedChannelException if it is closed
   */
  void expect(Readiness readiness, int operation) throws IOException;

  /** Nobody is to be told of this channel any more; it is closed. */
  void remove(Readiness readiness);

  /** How many channels there are. */
  int size();

  /**
   * Tells what has become of channels since the last look; waits until there is something to tell
   * if {@code wait} says so, or until somebody calls {@link #wakeUp}.
   *
   * @throws IOException if the system refuses
   * @throws java.nio.channels.ClosedSelectorException if this is closed
   */
  void poll(boolean wait) throws IOException;

  /** Ends a wait, this or the next; from any thread. */
  void wakeUp();
}
