package dev.heddle.server;

import dev.heddle.greeting.Conversation;
import dev.heddle.greeting.Conversation.Next;
import dev.heddle.stats.CloseReason;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, served by one thread at a time from the welcome to the FIN: by a platform
 * thread throughout, by virtual ones in turn, see {@link #goesOnElsewhere}.
 *
 * <p>Everything belongs to that thread but what {@link Watched} guards: {@link #sweep}, {@link
 * #end} and {@link #force} are called by others. The counters are written by the owner alone and
 * published by its next change of phase.
 */
final class Session extends Watched implements Runnable {
  /** How long a peer that has been sent our FIN may take to send its own. */
  static final long LINGER_MILLIS = 2_000;

  /** How long after a read a session counts as busy. */
  static final long RECENT_MILLIS = 1_000;

  /**
   * At the latest so many reads after its begin a session goes on on a new thread, a power of two.
   * Java 21 learns of what is called more than of what runs on: there a message over 10,000
   * connections took 1.1 to 1.2 times the CPU with 32. On Java 25 it would gain nothing, and leave
   * dead threads beside 10,000 that wait.
   */
  static final int FIRST_RENEWAL = Runtime.version().feature() < 25 ? 1 : 32;

  /**
   * Three or four renewals by {@link #renew}. What one wave of threads has called often enough is
   * compiled for the next.
   */
  private static final int SETTLED = 16 * FIRST_RENEWAL - 1;

  /** What a read returns that was woken before any bytes came: see {@link #renew}. */
  private static final int WOKEN = -2;

  /** What a read returns that finds no bytes after all: the one before took just what there was. */
  private static final int NOTHING = -3;

  private final Connection connection;
  private final SessionContext context;
  private final Conversation conversation;

  /** When the message that is held in part is overdue. */
  private long messageDeadline = NEVER;

  /** When a first message without a newline is taken as it is; System.nanoTime, 0 before that. */
  private long graceEnd;

  /** How many bytes had come when the session noticed that the server drains; -1 before that. */
  private long bytesAtDrain = -1;

  /** Those bits of the number of reads that are zero when this is to go on on a new thread. */
  private int renewalMask = FIRST_RENEWAL - 1;

  private long lastRead;

  /** How many reads there were; sessions begin at different numbers. */
  private int reads;

  /** System.nanoTime; 0 before the session begins. */
  private long begun;

  /** See {@link HandlingTimes#begin}. */
  private long handlingSince;

  Session(Connection connection, SessionContext context) {
    this.connection = connection;
    this.context = context;
    this.conversation =
        new Conversation(context.framing(), context.maxMessage(), connection.workspace());
  }

  /**
   * Starts this on its thread.
   *
   * @throws RejectedExecutionException if the server has closed
   * @throws OutOfMemoryError if the machine refuses a platform thread
   */
  void start() {
    connection.executor().execute(this);
  }

  @Override
  public void run() {
    adopt();
    CloseReason reason = CloseReason.FAILURE;
    try {
      if (begun == 0) {
        begin();
      }
      reason = serve();
    } catch (RuntimeException e) {
      context.events().sessionFailed(connection.socket(), e);
    } finally {
      if (reason != null) {
        finish(reason);
      }
    }
  }

  private void begin() {
    begun = System.nanoTime();
    reads = (int) owner().threadId();
    context.events().opened(connection.socket());
  }

  private void finish(CloseReason reason) {
    connection.close();
    context.durations().record(0, System.nanoTime() - begun);
    context.sessions().ended(this, reason);
    context.events().closed(connection.socket(), reason);
  }

  /** Returns why the session ends, or null when another thread has it now. */
  private @Nullable CloseReason serve() {
    CloseReason reason;
    try {
      connection.setNoDelay();
      reason = converse();
    } catch (IOException e) {
      reason = claimReason().orElse(CloseReason.RESET);
    }
    if (reason != null && reason != CloseReason.END && reason != CloseReason.RESET) {
      linger();
    }
    return reason;
  }

  private @Nullable CloseReason converse() throws IOException {
    var unused = write(); // a conversation begins with the welcome
    Next next = Next.READ;
    int count = 0;
    while (true) {
      if (context.sessions().isDraining() && next == Next.READ && isDrained()) {
        return CloseReason.DRAIN;
      }
      connection.takeTurns(count, areBothBusy());
      count = next == Next.WAIT ? readWithinGrace() : read();
      if (count == NOTHING) {
        continue;
      }
      if (count == WOKEN) {
        if (handOver()) {
          return null;
        }
        continue;
      }
      next = take(count);
      if (write()) {
        context.handling().end(handlingSince, owner());
      }
      if (next == Next.EXIT) {
        return CloseReason.EXIT;
      }
      if (next == Next.TOO_LONG) {
        return CloseReason.TOO_LONG;
      }
      if (count < 0) {
        return CloseReason.END;
      }
      if (next == Next.READ && goesOnElsewhere()) {
        return null;
      }
    }
  }

  /**
   * Hands this over to a new virtual thread, ever more rarely; after that nothing here is ours. A
   * call that was made before its method was compiled is interpreted until it returns, and with
   * such a call below it a thread waits and wakes at a higher price for good: so do all that begin
   * soon after the server. Over 1,000 connections a message takes 0.9 of the CPU by this.
   */
  private boolean goesOnElsewhere() {
    if ((reads & renewalMask) != 0 || !isVirtual()) {
      return false;
    }
    return handOver();
  }

  /** Has a new thread go on with this; returns whether there is one. */
  private boolean handOver() {
    renewalMask = renewalMask << 1 | 1;
    try {
      connection.executor().execute(this);
      return true;
    } catch (RejectedExecutionException e) {
      return false; // the server closes, and this with it
    }
  }

  /** Whether other sessions are busy and so is this one. */
  private boolean areBothBusy() {
    return context.sessions().areBusy() && context.clock().millis() - lastRead < RECENT_MILLIS;
  }

  /** Waits for bytes of the peer's; -1 when it has sent its last, {@link #WOKEN} if it is woken. */
  private int read() throws IOException {
    if (phase() == Phase.WRITING) { // else the thread before waited already: its deadline stands
      if (conversation.isMidMessage()) {
        change(Phase.MESSAGE, messageDeadline);
      } else {
        change(Phase.IDLE, context.deadline(context.idleMillis()));
      }
    }
    if (conversation.isLarge() && connection.available() == 0) {
      conversation.shrink();
    }
    if (!connection.awaitInput()) {
      return WOKEN;
    }
    int count = readSome(0);
    if (count == 0) {
      return NOTHING;
    }
    while (count > 0 && conversation.wantsRest(count) && connection.available() > 0) {
      conversation.receivedPart(count);
      count = readSome(0);
    }
    return arrived(count);
  }

  /** Waits for a newline while the grace lasts; 0 when it has passed and all is read that came. */
  private int readWithinGrace() throws IOException {
    if (graceEnd == 0) {
      graceEnd = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Conversation.BARE_GRACE_MILLIS);
    }
    int count;
    do {
      change(Phase.GRACE, messageDeadline);
      long left = TimeUnit.NANOSECONDS.toMillis(graceEnd - System.nanoTime());
      count = readSome((int) Math.max(left, 1));
    } while (count == 0 && connection.available() > 0); // it came, but this got no turn meanwhile
    return arrived(count);
  }

  private int readSome(int millis) throws IOException {
    int room = conversation.makeRoom();
    return millis == 0
        ? connection.read(conversation.input(), conversation.inputEnd(), room)
        : connection.read(conversation.input(), conversation.inputEnd(), room, millis);
  }

  /** Before anything else is done with bytes in hand: see {@link #end}. */
  private int arrived(int count) throws IOException {
    lastRead = context.clock().millis();
    reads++;
    handlingSince = count > 0 ? context.handling().begin(reads, context.sessions().areBusy()) : 0;
    change(Phase.WRITING, context.deadline(context.writeMillis()));
    if (count > 0 && context.events().wantsBytes()) {
      conversation.takeAlong(count); // a log may block, and others read meanwhile
      int from = conversation.inputEnd();
      context.events().received(connection.socket(), conversation.input(), from, from + count);
    }
    return count;
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

  /** Writes all replies at once; returns whether there are any. */
  private boolean write() throws IOException {
    if (conversation.outputLength() == 0) {
      return false;
    }
    connection.write(conversation.output(), conversation.outputLength());
    conversation.outputWritten();
    return true;
  }

  private void change(Phase phase, long deadline) throws ClaimedException {
    if (!enter(phase, deadline)) {
      throw new ClaimedException();
    }
  }

  /** Whether all that had arrived when the server began to drain has been read. */
  private boolean isDrained() throws IOException {
    if (bytesAtDrain < 0) {
      bytesAtDrain = connection.bytesIn() + connection.available();
    }
    return connection.bytesIn() >= bytesAtDrain || connection.available() == 0;
  }

  /** Sends our FIN and waits for the peer's. */
  private void linger() {
    try {
      var unused = enter(Phase.LINGERING, context.clock().after(LINGER_MILLIS));
      connection.sendFin();
      connection.awaitFin();
    } catch (IOException e) {
      // it took too long, or broke: why this session ends was settled before
    }
  }

  /**
   * Has this go on on a new thread while it waits, soon, unless it has often done so: a thread
   * holds its frames as they were when it began to wait, and those that were interpreted take
   * several times the room of compiled ones. Called when the server rests.
   *
   * @return whether it will
   */
  boolean renew() {
    Phase phase = phase(); // a volatile read, after which the mask is current
    return phase == Phase.IDLE && renewalMask < SETTLED && connection.wake();
  }

  /**
   * Ends this session if one of its limits has passed. Called by the sweeper. A peer that has sent
   * something is not silent, even if the session's thread was not let run to read it.
   */
  void sweep(long now) {
    if (isOverdue(now) && phase() == Phase.IDLE && hasInput()) {
      return;
    }
    Phase overdue = claimIfOverdue(now, now + LINGER_MILLIS);
    if (overdue == null) {
      return;
    }
    switch (overdue) {
      case IDLE, MESSAGE, GRACE -> sendFin();
      case WRITING -> connection.abort();
      case LINGERING, CLAIMED -> connection.requestClose();
    }
  }

  private boolean hasInput() {
    try {
      return connection.available() > 0;
    } catch (IOException e) {
      return false; // it broke meanwhile
    }
  }

  /** Whether this is to read next, and nothing has arrived that it has not read. */
  boolean awaitsInput() throws IOException {
    Phase phase = phase();
    return (phase == Phase.IDLE || phase == Phase.MESSAGE) && connection.available() == 0;
  }

  /**
   * Ends this session, unless its {@link #stamp} has changed.
   *
   * @param stamp from before {@link #awaitsInput}, after which its owner was seen to wait: a
   *     message in the owner's hands would be lost
   */
  void end(long stamp, long now) {
    if (claim(stamp, CloseReason.DRAIN, now + LINGER_MILLIS)) {
      sendFin();
    }
  }

  /** Ends this session at once, whatever it does. Returns whether it still had something to do. */
  boolean force(long now) {
    boolean forced = claimUnlessEnding(CloseReason.FORCED, now);
    connection.abort();
    return forced;
  }

  long greetings() {
    return conversation.greetings();
  }

  long bytesIn() {
    return connection.bytesIn();
  }

  long bytesOut() {
    return connection.bytesOut();
  }

  long lastRead() {
    return lastRead;
  }

  private void sendFin() {
    try {
      connection.sendFin();
    } catch (IOException e) {
      connection.requestClose(); // it broke meanwhile
    }
  }
}
