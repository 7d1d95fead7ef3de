package dev.heddle.tasks.loop;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** By the JDK's selector, on every system. It tells of what is ready at every look. */
final class SelectorPoller implements Poller {
  private final Selector selector;

  SelectorPoller() throws IOException {
    this.selector = Selector.open();
  }

  @Override
  public void add(Readiness readiness) throws IOException {
    try {
      readiness.channel().register(selector, 0, readiness);
    } catch (CancelledKeyException e) {
      throw new ClosedChannelException();
    }
  }

  /** A wait that asks for the same again costs no call of the system. */
  @Override
  public void expect(Readiness readiness, int operation) throws IOException {
    SelectionKey key = readiness.channel().keyFor(selector);
    if (key == null) {
      throw new ClosedChannelException();
    }
    try {
      if (key.interestOps() != operation) {
        key.interestOps(operation);
      }
    } catch (CancelledKeyException e) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public void remove(Readiness readiness) {} // the selector sees that it is closed

  @Override
  public int size() {
    return selector.keys().size();
  }

  @Override
  public void poll(boolean wait) throws IOException {
    if (wait) {
      selector.select(SelectorPoller::tell);
    } else {
      selector.selectNow(SelectorPoller::tell);
    }
  }

  private static void tell(SelectionKey key) {
    Readiness readiness = (Readiness) key.attachment();
    try {
      boolean wasAwaited = readiness.occurred(key.isReadable(), key.isWritable(), false);
      if (!wasAwaited) {
        key.interestOps(0); // else every look would tell; the next wait asks again
      }
    } catch (CancelledKeyException e) {
      // closed meanwhile
    }
  }

  @Override
  public void wakeUp() {
    selector.wakeup();
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }
}
