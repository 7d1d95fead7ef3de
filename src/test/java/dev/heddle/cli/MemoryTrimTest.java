package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.stats.CloseReason;
import dev.heddle.stats.ServerSnapshot;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When memory is given back; that it is, see MemoryTrimIT. */
final class MemoryTrimTest {
  private static final long MIB = 1 << 20;

  private long greetings;
  private long ended;
  private long heap = MIB;
  private long inUse = heap;
  private int collections;
  private final MemoryTrim trim = new MemoryTrim(this::server, () -> heap, this::collect);

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
  void look_restWithoutAnyMessageBefore_collectsNothing() {
    for (int i = 0; i < 5; i++) {
      heap += 10 * MIB; // somebody looks at the page
      trim.look();
    }

    assertEquals(0, collections);
  }

  @Test
  void look_littleGarbage_collectsNothing() {
    greetings = 1;
    heap = 4 * MIB - 1;
    rest();
    assertEquals(0, collections);

    heap++;
    rest();
    assertEquals(1, collections);
  }

  @Test
  void look_largeHeap_wantsAnEighthMore() {
    inUse = 800 * MIB;
    greetings = 1;
    heap = 900 * MIB;
    rest();
    assertEquals(1, collections);

    greetings = 2;
    heap = 900 * MIB - 1;
    rest();
    assertEquals(1, collections);

    heap++;
    rest();
    assertEquals(2, collections);
  }

  @Test
  void look_connectionsHaveEnded_countsWhatTheyHeldAsGarbage() {
    greetings = 1;
    heap = 60 * MIB;
    rest();
    assertEquals(1, collections);

    ended = 5_000; // the heap in use stays as it is until it is collected
    rest();
    assertEquals(2, collections);
  }

  private void rest() {
    trim.look();
    trim.look();
  }

  private void collect() {
    collections++;
    heap = inUse;
  }

  private ServerSnapshot server() {
    return new ServerSnapshot(
        1, 1, greetings, 0, 0, Map.of(CloseReason.EXIT, ended), Map.of(), 0, 0, 0, Map.of());
  }
}
