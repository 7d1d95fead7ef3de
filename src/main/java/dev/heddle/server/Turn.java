package dev.heddle.server;

/**
 * Lets others run after so many steps. A virtual thread keeps its carrier until it blocks, so one
 * whose input never ends would starve the rest. Confined to one thread.
 */
final class Turn {
  private static final int STEPS = 16;

  private int left = STEPS;

  /** Counts a step; {@code early} ends the turn with it. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint: nothing breaks if it does nothing
  void step(boolean early) {
    left--;
    if (early || left == 0) {
      left = STEPS;
      Thread.yield();
    }
  }
}
