package dev.heddle.tasks;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets others run now and then: a virtual thread keeps its carrier until it blocks, so one whose
 * input never ends would starve the rest. Confined to one thread.
 *
 * <p>Yielding is not enough: two that yield for ever may keep a carrier to themselves, as {@link
 * Admission} tells. One that parks, however briefly, comes back behind those that wait. So each
 * parks now and then, and all of them when admission asks. Platform threads are left to the
 * operating system.
 */
public final class Turn {
  private static final int WORK_TO_YIELD = 16;
  private static final int WORK_TO_PARK = 256;
  private static final Admission NOBODY_WAITS = new Admission();

  private final Admission admission;
  private int sinceYield;
  private int sincePark;
  private int round;

  /** The turns of a thread that does not have to make room. */
  public Turn() {
    this(NOBODY_WAITS);
  }

  public Turn(Admission admission) {
    this.admission = admission;
    this.round = admission.round();
  }

  /** Counts work done; {@code early} ends the turn with it, however little it was. */
  public void step(int work, boolean early) {
    sinceYield += work;
    sincePark += work;
    if ((early || sinceYield >= WORK_TO_YIELD) && Thread.currentThread().isVirtual()) {
      end();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint: nothing breaks if it does nothing
  private void end() {
    sinceYield = 0;
    int now = admission.round();
    if (sincePark < WORK_TO_PARK && now == round) {
      Thread.yield();
    } else {
      sincePark = 0;
      round = now;
      LockSupport.parkNanos(1);
    }
  }
}
