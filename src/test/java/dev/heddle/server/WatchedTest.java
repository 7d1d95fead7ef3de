package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.server.Watched.Phase;
import dev.heddle.stats.CloseReason;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class WatchedTest {
  private static final int RACES = 2_000;
  private static final int MOST_STEPS = 1_000_000;

  @Test
  void claimIfOverdue_atTheDeadline_claimsWithThePhasesReason() {
    Watched watched = inPhase(Phase.MESSAGE, 100);

    assertNull(watched.claimIfOverdue(99, 200));
    assertEquals(Optional.empty(), watched.claimReason());
    assertEquals(Phase.MESSAGE, watched.claimIfOverdue(100, 200));

    assertEquals(Phase.CLAIMED, watched.phase());
    assertEquals(Optional.of(CloseReason.SLOW_MESSAGE), watched.claimReason());
  }

  @Test
  void claimIfOverdue_eachPhase_hasItsReason() {
    assertEquals(CloseReason.IDLE, overdueReason(Phase.IDLE));
    assertEquals(CloseReason.SLOW_MESSAGE, overdueReason(Phase.MESSAGE));
    assertEquals(CloseReason.SLOW_MESSAGE, overdueReason(Phase.GRACE));
    assertEquals(CloseReason.SLOW_READER, overdueReason(Phase.WRITING));
  }

  @Test
  void claimIfOverdue_deadlineRenewed_claimsNothing() {
    Watched watched = inPhase(Phase.IDLE, 100);

    assertTrue(watched.enter(Phase.IDLE, 300));

    assertNull(watched.claimIfOverdue(299, 500));
  }

  @Test
  void claimIfOverdue_never_isNeverOverdue() {
    Watched watched = inPhase(Phase.IDLE, Watched.NEVER);

    assertNull(watched.claimIfOverdue(Watched.NEVER - 1, Watched.NEVER));
    assertNull(new Subject().claimIfOverdue(Watched.NEVER - 1, Watched.NEVER));
  }

  @Test
  void claimIfOverdue_claimedAlready_saysSoWhenThatIsOverdueToo() {
    Watched watched = inPhase(Phase.IDLE, 100);
    assertEquals(Phase.IDLE, watched.claimIfOverdue(100, 200));

    assertNull(watched.claimIfOverdue(199, 400));
    assertEquals(Phase.CLAIMED, watched.claimIfOverdue(200, 400));

    assertEquals(Optional.of(CloseReason.IDLE), watched.claimReason());
  }

  @Test
  void claimIfOverdue_lingering_isNotClaimed() {
    Watched watched = inPhase(Phase.LINGERING, 100);

    assertEquals(Phase.LINGERING, watched.claimIfOverdue(100, 200));

    assertEquals(Optional.empty(), watched.claimReason());
    assertEquals(Phase.LINGERING, watched.phase());
  }

  @Test
  void enter_afterAClaim_failsForEver() {
    Watched watched = inPhase(Phase.IDLE, 100);
    assertTrue(watched.claim(watched.stamp(), CloseReason.DRAIN, 200));

    assertFalse(watched.enter(Phase.WRITING, 300));
    assertFalse(watched.enter(Phase.LINGERING, 300));

    assertEquals(Optional.of(CloseReason.DRAIN), watched.claimReason());
  }

  @Test
  void claim_ofAStampThatHasChanged_fails() {
    Watched watched = inPhase(Phase.IDLE, 100);
    long stamp = watched.stamp();
    assertTrue(watched.enter(Phase.WRITING, 100));

    assertNotEquals(stamp, watched.stamp());
    assertFalse(watched.claim(stamp, CloseReason.DRAIN, 200));

    assertTrue(watched.enter(Phase.IDLE, 100));
  }

  @ParameterizedTest
  @EnumSource
  void claim_forEachReason_keepsIt(CloseReason reason) {
    Watched watched = inPhase(Phase.IDLE, 100);

    assertTrue(watched.claim(watched.stamp(), reason, 200));

    assertEquals(Optional.of(reason), watched.claimReason());
  }

  @Test
  void claimAndEnter_atOnce_neverBothWinAndNeverBothLose() throws Exception {
    int claims = 0;
    Race race = new Race();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < RACES; i++) {
        Watched watched = inPhase(Phase.IDLE, 100);
        boolean claimed =
            race.run(
                other,
                i,
                () -> watched.claimIfOverdue(100, 200) == Phase.IDLE,
                () -> watched.enter(Phase.WRITING, 300));
        claims += claimed ? 1 : 0;
      }
    }
    System.out.println("claim against enter: " + claims + " of " + RACES + " races won");
    assertTrue(claims > 0 && claims < RACES, "no race at all");
  }

  @Test
  void claims_bySweeperAndDrainAtOnce_oneWins() throws Exception {
    Race race = new Race();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < RACES; i++) {
        Watched watched = inPhase(Phase.IDLE, 100);
        long stamp = watched.stamp();
        boolean swept =
            race.run(
                other,
                i,
                () -> watched.claimIfOverdue(100, 200) == Phase.IDLE,
                () -> watched.claim(stamp, CloseReason.DRAIN, 300));
        assertEquals(
            Optional.of(swept ? CloseReason.IDLE : CloseReason.DRAIN), watched.claimReason());
      }
    }
  }

  @Test
  void claimUnlessEnding_whileTheOwnerChangesPhase_winsAlways() throws Exception {
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < RACES / 4; i++) {
        Watched watched = inPhase(Phase.IDLE, 100);
        AtomicInteger steps = new AtomicInteger();
        Future<?> owner =
            other.submit(
                () -> {
                  while (steps.incrementAndGet() < MOST_STEPS
                      && watched.enter(Phase.WRITING, 300)
                      && watched.enter(Phase.IDLE, 100)) {
                    Thread.onSpinWait();
                  }
                });
        while (steps.get() == 0) {
          Thread.onSpinWait();
        }

        assertTrue(watched.claimUnlessEnding(CloseReason.FORCED, 200), "round " + i);

        owner.get(10, TimeUnit.SECONDS);
        assertEquals(Optional.of(CloseReason.FORCED), watched.claimReason());
      }
    }
  }

  @Test
  void claimUnlessEnding_whatEndsAnyway_isLeftAlone() {
    Watched lingering = inPhase(Phase.LINGERING, 100);
    Watched claimed = inPhase(Phase.IDLE, 100);
    assertTrue(claimed.claim(claimed.stamp(), CloseReason.DRAIN, 200));

    assertFalse(lingering.claimUnlessEnding(CloseReason.FORCED, 300));
    assertFalse(claimed.claimUnlessEnding(CloseReason.FORCED, 300));

    assertEquals(Phase.LINGERING, lingering.phase());
    assertEquals(Optional.of(CloseReason.DRAIN), claimed.claimReason());
  }

  private static CloseReason overdueReason(Phase phase) {
    Watched watched = inPhase(phase, 0);
    assertEquals(phase, watched.claimIfOverdue(0, 0));
    return watched.claimReason().orElseThrow();
  }

  private static Watched inPhase(Phase phase, long deadline) {
    Watched watched = new Subject();
    assertTrue(watched.enter(phase, deadline));
    return watched;
  }

  private static final class Subject extends Watched {}

  /** Two threads that begin at once, the second later by a little that differs each time. */
  private static final class Race {
    private static final int DELAYS = 100;

    private volatile int ready;
    private volatile int begun;

    /** Returns whether the first won; exactly one has to. */
    boolean run(ExecutorService executor, int round, BooleanSupplier first, BooleanSupplier second)
        throws Exception {
      int number = round + 1;
      Future<Boolean> rival =
          executor.submit(
              () -> {
                ready = number;
                while (begun != number) {
                  Thread.onSpinWait();
                }
                return first.getAsBoolean();
              });
      while (ready != number) {
        Thread.onSpinWait();
      }
      begun = number;
      for (int i = 0; i < round % DELAYS; i++) {
        Thread.onSpinWait();
      }
      boolean secondWon = second.getAsBoolean();
      boolean firstWon = rival.get(10, TimeUnit.SECONDS);
      assertNotEquals(firstWon, secondWon, "round " + round);
      return firstWon;
    }
  }
}
