package dev.heddle.fetch;

import dev.heddle.fetch.http.Origin;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Whose turn it is: the next of the host that has the fewest running, and among those of the one
 * that has waited longest. So hosts get fair shares, and one that is slow holds as few slots as the
 * others leave to it. Slots are limited in all and a host.
 *
 * <pre>
 *   offered -> waits for its host's addresses -> waits for a slot -> runs -> done
 *                                                      ^               |
 *                                                      +--- paused <---+
 * </pre>
 *
 * <p>A name is looked up before its first turn takes a slot: who waits for a dead name server keeps
 * nobody from the network. Turns that come back from a pause go before those that have not begun.
 *
 * <p>Holds a bounded number of turns; whoever offers more waits. One thread takes, any may do the
 * rest.
 */
final class Schedule {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition hasRoom = lock.newCondition();
  private final int atOnce;
  private final int perHost;
  private final int window;
  private final Function<Origin, CompletableFuture<List<InetAddress>>> lookUp;
  private final Map<Origin, HostTurns> hosts = new HashMap<>();

  /** The hosts with waiting turns that may run, by how many they have running. */
  private final List<SequencedCollection<HostTurns>> ready = new ArrayList<>();

  private int running;
  private int held;
  private boolean ended;
  private boolean closed;

  /**
   * @param atOnce slots in all
   * @param perHost slots of a host
   * @param window turns that are held, waiting or not
   * @param lookUp finds the addresses of a host; never blocks
   */
  Schedule(
      int atOnce,
      int perHost,
      int window,
      Function<Origin, CompletableFuture<List<InetAddress>>> lookUp) {
    this.atOnce = atOnce;
    this.perHost = perHost;
    this.window = window;
    this.lookUp = lookUp;
    for (int i = 0; i < perHost; i++) {
      ready.add(new LinkedHashSet<>());
    }
  }

  /** A transfer's place in the schedule. */
  final class Turn {
    private final Job job;
    private HostTurns host;
    private boolean isBack;
    private boolean hasSlot;
    private CountDownLatch granted = new CountDownLatch(0);

    private Turn(Job job, HostTurns host) {
      this.job = job;
      this.host = host;
    }

    Job job() {
      return job;
    }

    /** The addresses of its host, found or not. */
    CompletableFuture<List<InetAddress>> addresses() {
      return host.addresses;
    }

    /** Gives the slot back for a while. */
    void pause() {
      locked(
          () -> {
            leaveSlot(this);
            host.paused++;
          });
    }

    /** Waits for a slot of {@code origin}, which may be another than before. */
    void resume(Origin origin) throws InterruptedException {
      CountDownLatch next = new CountDownLatch(1);
      locked(
          () -> {
            host.paused--;
            forgetIfUnused(host);
            host = host(origin);
            isBack = true;
            granted = next;
            await(this);
          });
      next.await();
    }

    /** Gives the slot back for good, if it has one: a pause may be its end. */
    void done() {
      locked(
          () -> {
            if (hasSlot) {
              leaveSlot(this);
            } else if (host.returning.contains(this)) {
              unplace(host);
              host.returning.remove(this);
              place(host);
            } else {
              host.paused--;
            }
            forgetIfUnused(host);
            held--;
            if (held <= window - window / 4) { // not for each: whoever offers has many
              hasRoom.signal();
            }
          });
    }
  }

  /**
   * Adds a job. Blocks while the window is full.
   *
   * @return false if nothing is run any more
   */
  boolean offer(Job job) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (held >= window && !closed) {
        hasRoom.await();
      }
      if (closed) {
        return false;
      }
      held++;
      await(new Turn(job, host(job.url().origin())));
      signalIfUseful();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Says that nothing more will be offered. */
  void end() {
    locked(() -> ended = true);
  }

  /** Says that nothing more is to be run. Those that wait to resume wait for ever. */
  void close() {
    locked(
        () -> {
          closed = true;
          hasRoom.signalAll();
        });
  }

  /** The next turn that has a slot, waiting for it; nothing if all are done, or it was closed. */
  Optional<Turn> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!isOver()) {
        Optional<Turn> next = running < atOnce ? poll() : Optional.empty();
        if (next.isEmpty()) {
          changed.await();
        } else if (next.get().isBack) {
          next.get().granted.countDown();
        } else {
          return next;
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Turn> poll() {
    for (SequencedCollection<HostTurns> bucket : ready) {
      if (!bucket.isEmpty()) {
        HostTurns host = bucket.removeFirst();
        Turn turn = host.next();
        running++;
        turn.hasSlot = true;
        host.running++;
        place(host);
        return Optional.of(turn);
      }
    }
    return Optional.empty();
  }

  private void await(Turn turn) {
    HostTurns host = turn.host;
    (turn.isBack ? host.returning : host.waiting).addLast(turn);
    place(host);
  }

  private void leaveSlot(Turn turn) {
    HostTurns host = turn.host;
    unplace(host);
    turn.hasSlot = false;
    running--;
    host.running--;
    place(host);
  }

  private HostTurns host(Origin origin) {
    HostTurns known = hosts.get(origin);
    if (known == null) {
      HostTurns host = new HostTurns(origin, lookUp.apply(origin));
      hosts.put(origin, host);
      known = host;
      if (!host.addresses.isDone()) {
        var unused = host.addresses.whenComplete((found, failure) -> locked(() -> place(host)));
      }
    }
    return known;
  }

  private void forgetIfUnused(HostTurns host) {
    if (host.isUnused()) {
      hosts.remove(host.origin);
    }
  }

  /** Takes the host out of its bucket, before its figures change. */
  private void unplace(HostTurns host) {
    if (host.running < perHost) {
      ready.get(host.running).remove(host);
    }
  }

  private void place(HostTurns host) {
    if (host.running < perHost && host.isWaitedFor() && host.addresses.isDone()) {
      ready.get(host.running).add(host);
    }
  }

  /** To wake whoever takes costs more than to look whether there is something to take. */
  private void signalIfUseful() {
    if (isOver() || (running < atOnce && isAnyReady())) {
      changed.signal();
    }
  }

  private boolean isAnyReady() {
    for (SequencedCollection<HostTurns> bucket : ready) {
      if (!bucket.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private boolean isOver() {
    return closed || (ended && held == 0);
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      signalIfUseful();
    } finally {
      lock.unlock();
    }
  }
}
