package dev.heddle.server;

import dev.heddle.greeting.Conversation;
import dev.heddle.greeting.Conversation.Next;
import dev.heddle.stats.CloseReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * One TCP connection, served by one thread from the welcome to the FIN.
 *
 * <p>Everything belongs to that thread but what {@link Watched} guards: {@link #sweep}, {@link
 * #endIfAnswered} and {@link #abort} are called by others. The counters are written by the owner
 * alone and published by its next change of phase.
 */
final class Session extends Watched implements Runnable {
  /** How long a peer that has been sent our FIN may take to send its own. */
  static final long LINGER_MILLIS = 2_000;

  /** How much of what such a peer still sends is read, so that it gets a FIN and not an RST. */
  private static final long LINGER_BYTES = 1 << 20;

  /** How long after a read a session counts as busy. */
  static final long RECENT_MILLIS = 1_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final SessionContext context;
  private final Conversation conversation;
  private final Turn turn = new Turn();

  /** The thread that serves this; until it does, the one that accepted it. */
  private volatile Thread owner = Thread.currentThread();

  /** When the message that is held in part is overdue. */
  private long messageDeadline = NEVER;

  /** When a first message without a newline is taken as it is; System.nanoTime, 0 before that. */
  private long graceEnd;

  /** What may still be read once the server drains; -1 until the session notices that it does. */
  private long drainable = -1;

  private long lastRead;
  private long bytesIn;
  private long bytesOut;

  /**
   * @throws IOException if the connection is already broken
   */
  Session(Socket socket, SessionContext context) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.context = context;
    this.conversation = new Conversation(context.framing(), context.maxMessage());
  }

  @Override
  public void run() {
    owner = Thread.currentThread();
    CloseReason reason = CloseReason.FAILURE;
    try (socket) {
      context.events().opened(socket);
      reason = serve();
    } catch (IOException e) {
      reason = claimReason().orElse(CloseReason.RESET);
    } catch (RuntimeException e) {
      context.events().sessionFailed(socket, e);
    } finally {
      context.sessions().ended(this, reason);
      context.events().closed(socket, reason);
    }
  }

  private CloseReason serve() throws IOException {
    CloseReason reason;
    try {
      socket.setTcpNoDelay(true);
      reason = converse();
    } catch (ClaimedException e) {
      reason = e.reason();
    }
    if (reason != CloseReason.END) {
      linger();
    }
    return reason;
  }

  private CloseReason converse() throws IOException {
    write(); // a conversation begins with the welcome
    Next next = Next.READ;
    while (true) {
      if (context.sessions().isDraining() && next == Next.READ && isDrained()) {
        return CloseReason.DRAIN;
      }
      turn.step(shouldYield());
      int count = next == Next.WAIT ? readWithinGrace() : read();
      next = take(count);
      write();
      if (next == Next.EXIT) {
        return CloseReason.EXIT;
      }
      if (next == Next.TOO_LONG) {
        return CloseReason.TOO_LONG;
      }
      if (count < 0) {
        return CloseReason.END;
      }
    }
  }

  private Next take(int count) {
    if (count < 0) {
      return conversation.ended();
    }
    long before = conversation.greetings();
    Next next = count == 0 ? conversation.speakBare() : conversation.received(count);
    if (!conversation.isMidMessage()) {
      messageDeadline = NEVER;
    } else if (messageDeadline == NEVER || conversation.greetings() > before) {
      messageDeadline = context.deadline(context.messageMillis());
    }
    return next;
  }

  /**
   * Lets the other sessions run before this one reads, if they are busy and so is this one: by the
   * time it reads, its next message is there and the read does not park. Without this, each message
   * costs a second read, an epoll_ctl, a park and an unpark.
   */
  private boolean shouldYield() {
    return context.sessions().areBusy() && context.clock().millis() - lastRead < RECENT_MILLIS;
  }

  /** Waits for bytes of the peer's; -1 when it has sent its last. */
  private int read() throws IOException {
    if (conversation.isMidMessage()) {
      change(Phase.MESSAGE, messageDeadline);
    } else {
      change(Phase.IDLE, context.deadline(context.idleMillis()));
    }
    if (conversation.isLarge() && in.available() == 0) {
      conversation.shrink();
    }
    int count = readSome();
    while (count > 0 && conversation.wantsRest(count) && in.available() > 0) {
      conversation.receivedPart(count);
      count = readSome();
    }
    return arrived(count);
  }

  /** Waits for a newline while the grace lasts; 0 when it has passed. */
  private int readWithinGrace() throws IOException {
    long now = System.nanoTime();
    if (graceEnd == 0) {
      graceEnd = now + TimeUnit.MILLISECONDS.toNanos(Conversation.BARE_GRACE_MILLIS);
    }
    int millis = (int) TimeUnit.NANOSECONDS.toMillis(graceEnd - now);
    if (millis < 1) {
      return 0;
    }
    change(Phase.GRACE, messageDeadline);
    socket.setSoTimeout(millis);
    try {
      return arrived(readSome());
    } catch (SocketTimeoutException e) {
      return arrived(0);
    } finally {
      socket.setSoTimeout(0);
    }
  }

  private int readSome() throws IOException {
    int room = conversation.makeRoom();
    int count = in.read(conversation.input(), conversation.inputEnd(), room);
    if (count > 0) {
      bytesIn += count;
      context
          .events()
          .received(
              socket,
              conversation.input(),
              conversation.inputEnd(),
              conversation.inputEnd() + count);
    }
    return count;
  }

  private int arrived(int count) throws IOException {
    lastRead = context.clock().millis();
    change(Phase.WRITING, context.deadline(context.writeMillis()));
    return count;
  }

  /** Writes all replies at once. */
  private void write() throws IOException {
    int length = conversation.outputLength();
    if (length > 0) {
      out.write(conversation.output(), 0, length);
      conversation.outputWritten();
      bytesOut += length;
    }
  }

  private void change(Phase phase, long deadline) throws ClaimedException {
    if (!enter(phase, deadline)) {
      throw new ClaimedException(claimReason().orElseThrow());
    }
  }

  /** Whether all that had arrived when the server began to drain has been read. */
  private boolean isDrained() throws IOException {
    if (drainable < 0) {
      drainable = bytesIn + in.available();
    }
    return bytesIn >= drainable || in.available() == 0;
  }

  /**
   * Sends our FIN, then reads what the peer still sends until it closes too. Closing with unread
   * input would send an RST, which takes replies on their way with it.
   */
  private void linger() {
    try {
      if (enter(Phase.LINGERING, context.clock().millis() + LINGER_MILLIS)) {
        socket.shutdownOutput(); // whoever has claimed this has done so already
      }
      byte[] sink = conversation.input();
      long left = LINGER_BYTES;
      for (int count = 0; count >= 0 && left > 0; left -= count) {
        count = in.read(sink);
      }
    } catch (IOException e) {
      // it took too long, or broke: why this session ends was settled before
    }
  }

  /** Ends this session if one of its limits has passed. Called by the sweeper. */
  void sweep(long now) {
    Phase overdue = claimIfOverdue(now, now + LINGER_MILLIS);
    if (overdue == null) {
      return;
    }
    switch (overdue) {
      case IDLE, MESSAGE, GRACE -> sendFin();
      case WRITING -> abort();
      case LINGERING, CLAIMED -> close();
    }
  }

  /**
   * Ends this session if it waits for a message of which nothing has arrived. Its owner must be
   * seen to wait before the input is seen to be empty, or a message in its hands would be lost.
   *
   * @param stamp the {@link #stamp} with which the owner was seen to wait
   */
  void endIfAnswered(long stamp, long now) throws IOException {
    Phase phase = phase();
    if ((phase == Phase.IDLE || phase == Phase.MESSAGE)
        && in.available() == 0
        && claim(stamp, CloseReason.DRAIN, now + LINGER_MILLIS)) {
      sendFin();
    }
  }

  /** Whether the owner is seen to be parked; a platform thread never is, wherever it waits. */
  boolean isParked() {
    return owner.isVirtual() && owner.getState() == Thread.State.WAITING;
  }

  /** Ends this session at once, whatever it does. Returns whether it still had something to do. */
  boolean force(long now) {
    Phase phase = phase();
    boolean forced =
        phase != Phase.LINGERING
            && phase != Phase.CLAIMED
            && claim(stamp(), CloseReason.FORCED, now);
    abort();
    return forced;
  }

  long greetings() {
    return conversation.greetings();
  }

  long bytesIn() {
    return bytesIn;
  }

  long bytesOut() {
    return bytesOut;
  }

  long lastRead() {
    return lastRead;
  }

  private void sendFin() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      close(); // it broke meanwhile
    }
  }

  /** Closes with an RST, so that the kernel forgets what the peer does not take. */
  private void abort() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it broke meanwhile; closing is all there is to do
    }
    close();
  }

  private void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing more can be done for it, and its owner learns of it by itself
    }
  }
}
