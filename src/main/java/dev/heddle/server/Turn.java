package dev.heddle.server;

/**
 * Lets others run now and then: a virtual thread keeps its carrier until it blocks, so one whose
 * input never ends would starve the rest. Confined to one thread.
 */
final class Turn {
  private static final int WORK = 16;

  private int done;

  /** Counts work done; {@code early} ends the turn with it, however little it was. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint: nothing breaks if it does nothing
  void step(int work, boolean early) {
    done += work;
    if (early || done >= WORK) {
      done = 0;
      Thread.yield();
    }
  }
}
