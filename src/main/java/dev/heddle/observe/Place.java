package dev.heddle.observe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a thread waits: what the threads of a group have in common. */
record Place(
    boolean isVirtual,
    Optional<String> state,
    Optional<String> waitsFor,
    OptionalLong heldBy,
    List<String> stack) {
  static Place of(DumpedThread thread) {
    return new Place(
        thread.isVirtual(), thread.state(), thread.waitsFor(), thread.heldBy(), thread.stack());
  }
}
