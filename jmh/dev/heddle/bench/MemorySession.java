package dev.heddle.bench;

import dev.heddle.greeting.Conversation;
import dev.heddle.greeting.Framing;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A session as the server's, on a transport that is no more than a reference: what has been sent to
 * it and not read. The thread that runs it reads and parks; {@link #send} is for one other.
 */
final class MemorySession implements Runnable {
  private static final int MAX_MESSAGE = 8_192;
  private static final byte[] FIN = {};

  private final AtomicReference<byte @Nullable []> sent = new AtomicReference<>();
  private final Conversation conversation = new Conversation(Framing.LINE, MAX_MESSAGE);
  private final Thread thread;
  private final CountDownLatch greeted;
  private final CountDownLatch ended;

  /**
   * @param threads makes the thread that runs this
   * @param greeted is counted down by the first reply
   * @param ended is counted down at the end
   */
  MemorySession(ThreadFactory threads, CountDownLatch greeted, CountDownLatch ended) {
    this.thread = threads.newThread(this);
    this.greeted = greeted;
    this.ended = ended;
  }

  void start() {
    thread.start();
  }

  /** Sends what has room in a first read. */
  void send(byte[] bytes) {
    sent.set(bytes);
    LockSupport.unpark(thread);
  }

  void sendFin() {
    send(FIN);
  }

  @Override
  public void run() {
    conversation.outputWritten(); // the welcome
    while (true) {
      int room = conversation.makeRoom();
      int count = read(conversation.input(), conversation.inputEnd(), room);
      if (count < 0) {
        break;
      }
      var unused = conversation.received(count);
      conversation.outputWritten();
      greeted.countDown();
    }
    ended.countDown();
  }

  private int read(byte[] into, int from, int room) {
    byte[] bytes = sent.getAndSet(null);
    while (bytes == null) {
      LockSupport.park(this);
      bytes = sent.getAndSet(null);
    }
    if (bytes.length == 0) {
      return -1;
    }
    System.arraycopy(bytes, 0, into, from, Math.min(bytes.length, room));
    return bytes.length;
  }
}
