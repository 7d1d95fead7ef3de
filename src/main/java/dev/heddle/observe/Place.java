package dev.heddle.observe;

import java.util.List;
import java.util.Optional;

/** Where a thread waits: what the threads of a group have in common. */
record Place(boolean isVirtual, String state, Optional<String> waitsFor, List<String> stack) {
  static Place of(DumpedThread thread) {
    return new Place(thread.isVirtual(), thread.state(), thread.waitsFor(), thread.stack());
  }
}
