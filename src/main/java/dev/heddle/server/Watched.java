package dev.heddle.server;

import dev.heddle.stats.CloseReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A phase with a deadline, renewed by the one thread that owns it at a time, and claimed by whoever
 * ends it from outside: the sweeper when the deadline has passed, the drain when the server stops.
 *
 * <p>Phase and deadline are one word that changes by compare-and-set alone. So a claim fails if the
 * owner has just become active, and the owner learns of a claim at its next step.
 */
abstract class Watched {
  /** What the owner is doing. */
  enum Phase {
    /** Waiting for the first byte of a message. */
    IDLE(CloseReason.IDLE),
    /** Waiting for the rest of a message. */
    MESSAGE(CloseReason.SLOW_MESSAGE),
    /** Waiting briefly for a newline that may not come. */
    GRACE(CloseReason.SLOW_MESSAGE),
    /** Writing, or about to. */
    WRITING(CloseReason.SLOW_READER),
    /** Nothing more is answered; waiting for the peer to close as well. */
    LINGERING(CloseReason.END),
    /** Ended from outside. */
    CLAIMED(CloseReason.END);

    /** What it is called when the deadline passes in this phase. */
    private final CloseReason whenOverdue;

    Phase(CloseReason whenOverdue) {
      this.whenOverdue = whenOverdue;
    }
  }

  static final long NEVER = Long.MAX_VALUE >> 8;

  private static final Phase[] PHASES = Phase.values();
  private static final CloseReason[] REASONS = CloseReason.values();
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(Watched.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The deadline in milliseconds, above four bits of reason (once claimed) and four of phase. */
  private volatile long word = word(Phase.WRITING, CloseReason.END, NEVER);

  /** What the owner last set; its own, so that it notices every other change. */
  private long own = word;

  /** Until there is one that serves this, the one that made it. */
  private volatile Thread owner = Thread.currentThread();

  /** Makes the calling thread the owner. */
  final void adopt() {
    owner = Thread.currentThread();
  }

  final Thread owner() {
    return owner;
  }

  /** Whether a virtual thread serves this: of a platform thread nobody can see that it waits. */
  final boolean isVirtual() {
    return owner.isVirtual();
  }

  /** Whether the owner is seen to be parked. */
  final boolean isParked() {
    return owner.getState() == Thread.State.WAITING;
  }

  /**
   * The owner's next phase, until {@code deadline}.
   *
   * @return false if this has been claimed: the owner is to end
   */
  final boolean enter(Phase phase, long deadline) {
    long next = word(phase, CloseReason.END, deadline);
    if (!WORD.compareAndSet(this, own, next)) {
      return false;
    }
    own = next;
    return true;
  }

  final Phase phase() {
    return phase(word);
  }

  /** Why this was claimed, if it was. */
  final Optional<CloseReason> claimReason() {
    long seen = word;
    return phase(seen) == Phase.CLAIMED
        ? Optional.of(REASONS[(int) (seen >> 4 & 15)])
        : Optional.empty();
  }

  /** A value that changes whenever the phase or its deadline does. */
  final long stamp() {
    return word;
  }

  final boolean isOverdue(long now) {
    return word >> 8 <= now;
  }

  /**
   * Claims this if its deadline has passed, until {@code claimDeadline}.
   *
   * @return the phase that it was overdue in, or null if it was not
   */
  final @Nullable Phase claimIfOverdue(long now, long claimDeadline) {
    long seen = word;
    if (seen >> 8 > now) {
      return null;
    }
    Phase phase = phase(seen);
    if (phase == Phase.LINGERING || phase == Phase.CLAIMED) {
      return phase;
    }
    return claim(seen, phase.whenOverdue, claimDeadline) ? phase : null;
  }

  /** Claims this, until {@code claimDeadline}, if its {@link #stamp} is still {@code seen}. */
  final boolean claim(long seen, CloseReason reason, long claimDeadline) {
    return WORD.compareAndSet(this, seen, word(Phase.CLAIMED, reason, claimDeadline));
  }

  /**
   * Claims this, until {@code claimDeadline}, whatever its owner does meanwhile.
   *
   * @return false if it was ending already
   */
  final boolean claimUnlessEnding(CloseReason reason, long claimDeadline) {
    while (true) {
      long seen = word;
      Phase phase = phase(seen);
      if (phase == Phase.LINGERING || phase == Phase.CLAIMED) {
        return false;
      }
      if (claim(seen, reason, claimDeadline)) {
        return true;
      }
    }
  }

  private static Phase phase(long word) {
    return PHASES[(int) (word & 15)];
  }

  @SuppressWarnings("EnumOrdinal") // these never leave the process
  private static long word(Phase phase, CloseReason reason, long deadline) {
    return Math.min(deadline, NEVER) << 8 | (long) reason.ordinal() << 4 | phase.ordinal();
  }
}
