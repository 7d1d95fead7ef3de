package dev.heddle.web.http;

import dev.heddle.tasks.Ticker;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a connection does and since when: changed by its owner, and claimed by whoever closes it
 * from outside. Both change it by compare-and-set, so a connection that has just gone on to
 * something else can't be closed under its feet. Thread-safe.
 */
final class Guard {
  /** What the owner does. */
  enum Doing {
    /** Waits for a request, or for the rest of one. */
    READING,
    /** Makes an answer, or waits for more of a stream. */
    WORKING,
    /** Writes, or waits for the client to close too. */
    WRITING,
    /** Nothing more: it was closed from outside. */
    CLAIMED
  }

  /** A stretch of time, by the ticker; {@code allowed} is in nanoseconds. */
  private record Stretch(Doing doing, long since, long allowed) {}

  private static final long ANY = Long.MAX_VALUE;

  private final Ticker ticker;
  private final AtomicReference<Stretch> now;
  private Stretch own;

  Guard(Ticker ticker) {
    this.ticker = ticker;
    this.own = new Stretch(Doing.READING, ticker.nanoTime(), ANY);
    this.now = new AtomicReference<>(own);
  }

  /**
   * The owner goes on to something else, which may take any time.
   *
   * @throws ClaimedException if it was closed meanwhile
   */
  void enter(Doing doing) throws ClaimedException {
    enter(doing, ANY);
  }

  /** Likewise, but it is closed when that takes longer than {@code allowed} nanoseconds. */
  void enter(Doing doing, long allowed) throws ClaimedException {
    Stretch next = new Stretch(doing, ticker.nanoTime(), allowed);
    if (!now.compareAndSet(own, next)) {
      throw new ClaimedException();
    }
    own = next;
  }

  /** Claims it if what it does has taken longer than it may. */
  boolean claimIfOverdue() {
    Stretch seen = now.get();
    return seen.doing != Doing.CLAIMED
        && ticker.nanoTime() - seen.since >= seen.allowed
        && claim(seen);
  }

  /** Whether it waits for a request, or for the rest of one. */
  boolean isReading() {
    return now.get().doing == Doing.READING;
  }

  /** For how many nanoseconds it has waited for its client; 0 if it does not. */
  long waited() {
    Stretch seen = now.get();
    return switch (seen.doing) {
      case READING, WRITING -> ticker.nanoTime() - seen.since;
      case WORKING, CLAIMED -> 0;
    };
  }

  /**
   * Claims it if it still waits for its client, and has for {@code least} nanoseconds.
   *
   * @return what it was waiting at; none if it was not claimed
   */
  Optional<Doing> claimIfWaiting(long least) {
    Stretch seen = now.get();
    boolean waits = seen.doing == Doing.READING || seen.doing == Doing.WRITING;
    return waits && ticker.nanoTime() - seen.since >= least && claim(seen)
        ? Optional.of(seen.doing)
        : Optional.empty();
  }

  private boolean claim(Stretch seen) {
    return now.compareAndSet(seen, new Stretch(Doing.CLAIMED, seen.since, ANY));
  }
}
