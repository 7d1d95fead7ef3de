package dev.heddle.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The places seen last where carriers were pinned, a bounded number. Thread-safe. */
final class PinnedPlaces {
  static final int CAPACITY = 100;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<PinnedPlace> places = new ArrayList<>(); // newest last; guarded by lock

  /** Adds what was seen; the place that was not seen for the longest gives way to a new one. */
  void add(PinnedPlace seen) {
    lock.lock();
    try {
      PinnedPlace sum = seen;
      for (int i = places.size() - 1; i >= 0; i--) {
        if (places.get(i).isWhere(seen)) {
          sum = places.remove(i).and(seen);
          break;
        }
      }
      if (places.size() == CAPACITY) {
        places.removeFirst();
      }
      places.add(sum);
    } finally {
      lock.unlock();
    }
  }

  /** All of them, the one that was seen last first. */
  List<PinnedPlace> all() {
    lock.lock();
    try {
      return List.copyOf(places.reversed());
    } finally {
      lock.unlock();
    }
  }
}
