package dev.heddle.observe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Who holds the monitors that others are blocked on; while a dump is read, by one thread. */
final class Monitors {
  private final Map<String, Long> owners = new HashMap<>();
  private final Map<Long, String> blockedOn = new HashMap<>();

  /**
   * What a thread waits on by {@code Object.wait}, which releases it: it is named as owned, too.
   */
  private final Set<Owned> released = new HashSet<>();

  private record Owned(long thread, String monitor) {}

  /** The thread waits to enter the monitor. */
  void blocked(long thread, String monitor) {
    blockedOn.put(thread, monitor);
  }

  /** The thread is in {@code Object.wait}; told before {@link #owned}. */
  void released(long thread, String monitor) {
    released.add(new Owned(thread, monitor));
  }

  /** The thread has entered the monitor. */
  void owned(long thread, String monitor) {
    if (!released.contains(new Owned(thread, monitor))) {
      owners.put(monitor, thread);
    }
  }

  /** The container with the holders that its blocked threads wait for. */
  DumpedContainer withHolders(DumpedContainer container) {
    return container.threads().stream().noneMatch(thread -> blockedOn.containsKey(thread.id()))
        ? container
        : new DumpedContainer(
            container.id(),
            container.parent(),
            container.owner(),
            container.threads().stream().map(this::withHolder).toList());
  }

  private DumpedThread withHolder(DumpedThread thread) {
    String monitor = blockedOn.get(thread.id());
    Long owner = monitor == null ? null : owners.get(monitor);
    return owner == null
        ? thread
        : new DumpedThread(
            thread.id(),
            thread.name(),
            thread.isVirtual(),
            thread.state(),
            thread.waitsFor(),
            OptionalLong.of(owner),
            thread.stack());
  }
}
