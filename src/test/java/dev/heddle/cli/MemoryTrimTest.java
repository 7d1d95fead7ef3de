package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.stats.CloseReason;
import dev.heddle.stats.ServerSnapshot;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When memory is given back; that it is, see MemoryTrimIT. */
final class MemoryTrimTest {
  private static final long MIB = 1 << 20;

  private long greetings;
  private long ended;
  private long heap = MIB;
  private long inUse = heap;
  private int toRenew;
  private int collections;
  private final MemoryTrim trim =
      new MemoryTrim(this::server, () -> toRenew, () -> heap, this::collect);

  @Test
  void look_whileMessagesCome_collectsNothing() {
    for (int i = 0; i < 5; i++) {
      greetings++;
      heap += 10 * MIB;
      trim.look();
    }

    assertEquals(0, collections);
  }

  @Test
  void look_twoAfterTheLastMessage_collectOnce() {
    greetings = 19_000;
    heap = 60 * MIB;
    for (int i = 0; i < 5; i++) {
      trim.look();
    }

    assertEquals(1, collections);
  }

  @Test
  void look_whileThreadsAreRenewed_waitsForTheLast() {
    toRenew = 19_000;
    assertFalse(collectsAfterAMessage(60 * MIB));

    toRenew = 0;
    trim.look();
    assertEquals(1, collections);
  }

  @Test
  void look_whileMessagesCome_renewsNoThreads() {
    AtomicInteger renewals = new AtomicInteger();
    MemoryTrim busy =
        new MemoryTrim(this::server, renewals::incrementAndGet, () -> heap, this::collect);
    for (int i = 0; i < 5; i++) {
      greetings++;
      busy.look();
    }
    assertEquals(0, renewals.get());

    busy.look();
    assertEquals(1, renewals.get());
  }

  @Test
  void look_restWithoutAnyMessageBefore_collectsNothing() {
    for (int i = 0; i < 5; i++) {
      heap += 10 * MIB; // somebody looks at the page
      trim.look();
    }

    assertEquals(0, collections);
  }

  @Test
  void look_littleGarbage_collectsNothing() {
    assertFalse(collectsAfterAMessage(4 * MIB - 1));
    assertTrue(collectsAfterAMessage(4 * MIB));
  }

  @Test
  void look_largeHeap_wantsAnEighthMore() {
    inUse = 800 * MIB;

    assertTrue(collectsAfterAMessage(900 * MIB));
    assertFalse(collectsAfterAMessage(900 * MIB - 1));
    assertTrue(collectsAfterAMessage(900 * MIB));
  }

  @Test
  void look_connectionsHaveEnded_countsWhatTheyHeldAsGarbage() {
    assertTrue(collectsAfterAMessage(60 * MIB));
    assertFalse(collectsAfterAMessage(inUse));

    ended = 5_000; // the heap in use stays as it is until it is collected
    assertTrue(collectsAfterAMessage(inUse));
  }

  private boolean collectsAfterAMessage(long heapNow) {
    greetings++;
    heap = heapNow;
    int before = collections;
    trim.look();
    trim.look();
    return collections > before;
  }

  private void collect() {
    collections++;
    heap = inUse;
  }

  private ServerSnapshot server() {
    return new ServerSnapshot(
        1, 1, 1, greetings, 0, 0, Map.of(CloseReason.EXIT, ended), Map.of(), 0, 0, 0, Map.of());
  }
}
