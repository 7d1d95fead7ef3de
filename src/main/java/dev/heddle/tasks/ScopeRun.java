package dev.heddle.tasks;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One scope from opening to closing: what {@link Tasks}' verbs share.
 *
 * <pre>
 *   owner:    open -> body forks children ----> await -> close -> throw the first failure
 *   watcher:         waits for the stop ---- cancels
 *   child:           works; fails or asks -- cancels; the last one out cancels the watcher
 * </pre>
 *
 * <p>The watcher is a child too, because in both releases only a child can cancel a scope that its
 * owner waits for: Java 21 allows {@code shutdown()} to none but the scope's threads, and Java 25
 * cancels only when a child completes.
 */
final class ScopeRun {
  private static final ScopeFactory SCOPES = ScopeFactory.load();
  static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();

  private final ScopeFactory.JoinScope scope;
  private final Stop stop;
  private final Thread owner = Thread.currentThread();
  private final Failures failures = new Failures();

  /** The children that work, and one for the body until it ends. */
  private final AtomicInteger working = new AtomicInteger(1);

  private volatile boolean cancelled;
  private volatile boolean stopped;
  private boolean inBody = true; // the owner's

  private ScopeRun(ScopeFactory.JoinScope scope, Stop stop) {
    this.scope = scope;
    this.stop = stop;
  }

  /** What the owner does with its run before it waits. */
  interface Owner {
    void run(ScopeRun run) throws Exception;
  }

  /**
   * Runs one scope to its end.
   *
   * @return whether the stop ended it
   */
  static boolean run(String name, Stop stop, Owner owner)
      throws InterruptedException, ExecutionException {
    return run(name, stop, VIRTUAL, owner);
  }

  /** As {@link #run(String, Stop, Owner)}, with children on threads of another kind. */
  static boolean run(String name, Stop stop, ThreadFactory threads, Owner owner)
      throws InterruptedException, ExecutionException {
    ScopeRun run;
    Optional<InterruptedException> interrupt;
    try (ScopeFactory.JoinScope scope = SCOPES.open(name, threads)) {
      run = new ScopeRun(scope, stop);
      run.watch(name);
      interrupt = run.own(owner);
    }
    if (interrupt.isPresent()) {
      run.failures.suppressInto(interrupt.get());
      throw interrupt.get();
    }
    run.failures.throwFirst();
    return run.stopped;
  }

  /** Runs the body and waits for the children, unless an interrupt ends that. */
  private Optional<InterruptedException> own(Owner owner) {
    Optional<InterruptedException> interrupt = Optional.empty();
    boolean ends = false;
    try {
      owner.run(this);
    } catch (InterruptedException e) {
      interrupt = Optional.of(e);
      ends = true;
    } catch (Throwable e) { // whatever it is, the children end before it is thrown
      failures.add(e);
      ends = true;
    }
    inBody = false;
    if (leave() || ends) {
      cancel();
    }
    try {
      scope.await();
    } catch (InterruptedException e) {
      cancelled = true; // by closing
      interrupt = Optional.of(interrupt.orElse(e));
    }
    return interrupt;
  }

  /**
   * Starts a child, unless the stop has come or the scope is cancelled. What the child returns says
   * whether to cancel the others; a failure does as well.
   */
  void fork(String name, Callable<Boolean> child) {
    Objects.requireNonNull(name, "name");
    if (Thread.currentThread() != owner) {
      throw new WrongThreadException("only the thread that runs the body forks, not " + name);
    }
    if (!inBody) {
      throw new IllegalStateException("the body has ended; nothing more is forked, nor " + name);
    }
    if (cancelled || stop.hasCome()) {
      return;
    }
    working.incrementAndGet();
    try {
      scope.start(() -> work(name, child));
    } catch (Throwable e) { // of memory; who catches it still waits for the others alone
      leave();
      throw e;
    }
  }

  private boolean work(String name, Callable<Boolean> child) {
    Thread.currentThread().setName(name);
    boolean cancels = perform(child);
    if (cancels) {
      cancelled = true;
    }
    return leave() || cancels;
  }

  private boolean perform(Callable<Boolean> child) {
    try {
      return child.call();
    } catch (Throwable e) { // every failure is reported by the owner
      if (!cancelled || Failures.holdsError(e)) {
        failures.add(e);
      }
      return true;
    }
  }

  private void watch(String name) {
    scope.start(
        () -> {
          Thread.currentThread().setName(name + " stop");
          try {
            stop.await();
          } catch (InterruptedException e) {
            return false; // the scope has ended without it
          }
          stopped = true;
          cancelled = true;
          return true;
        });
  }

  /** Counts one out. True for the last: nobody is left to wait for but the watcher. */
  private boolean leave() {
    return working.decrementAndGet() == 0;
  }

  /** Cancels from the owner's side, which only a child can do. */
  private void cancel() {
    cancelled = true;
    scope.start(() -> true);
  }
}
