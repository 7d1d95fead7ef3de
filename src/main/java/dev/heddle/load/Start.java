package dev.heddle.load;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where the connections of a load wait for each other, so that all begin at once. Thread-safe. */
final class Start {
  private final CountDownLatch outstanding;
  private final AtomicInteger opened = new AtomicInteger();
  private final CompletableFuture<@Nullable Window> window = new CompletableFuture<>();
  private final boolean yields;

  Start(LoadPlan plan, boolean yields) {
    this.outstanding = new CountDownLatch(plan.connections());
    this.yields = yields;
  }

  /** Tells that a connection has been opened, or could not be. */
  void ready(boolean isOpen) {
    if (isOpen) {
      opened.incrementAndGet();
    }
    outstanding.countDown();
  }

  boolean areAllReady() {
    return outstanding.getCount() == 0;
  }

  int opened() {
    return opened.get();
  }

  /** Lets all begin. */
  void begin(Window times) {
    window.complete(times);
  }

  /** The times, once all begin. */
  Optional<Window> window() {
    return Optional.ofNullable(window.getNow(null));
  }

  /** Blocks until all begin. */
  Window await() throws InterruptedException {
    try {
      return Objects.requireNonNull(window.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether there are so many connections that yielding to each other is worth it. */
  boolean yields() {
    return yields;
  }
}
