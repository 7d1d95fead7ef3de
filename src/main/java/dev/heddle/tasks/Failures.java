package dev.heddle.tasks;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The failures of one scope: the first, with the later ones suppressed into it. Thread-safe. */
final class Failures {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Throwable first; // guarded by lock

  @SuppressWarnings("ReferenceEquality") // an exception must not be suppressed into itself
  void add(Throwable failure) {
    lock.lock();
    try {
      if (first == null) {
        first = failure;
      } else if (first != failure) {
        first.addSuppressed(failure);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Throws the first failure as a cause, if there was one. */
  void throwFirst() throws ExecutionException {
    lock.lock();
    try {
      if (first != null) {
        throw new ExecutionException(first);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Suppresses the first failure, if there was one, into what is thrown instead. */
  void suppressInto(Throwable other) {
    lock.lock();
    try {
      if (first != null) {
        other.addSuppressed(first);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether a failure is an {@link Error}, or how a scope further in reports one. */
  static boolean holdsError(Throwable failure) {
    return switch (failure) {
      case Error e -> true;
      case ExecutionException e -> e.getCause() instanceof Error;
      case InterruptedException e -> Stream.of(e.getSuppressed()).anyMatch(Failures::holdsError);
      default -> false;
    };
  }
}
