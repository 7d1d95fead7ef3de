package dev.heddle.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fetch.Schedule.Turn;
import dev.heddle.fetch.files.Destination;
import dev.heddle.fetch.files.NoSink;
import dev.heddle.fetch.http.HttpUrl;
import dev.heddle.fetch.http.Origin;
import dev.heddle.fetch.http.UrlException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slots: how many there are, and who gets the next one. */
@Timeout(60)
class ScheduleTest {
  private final Map<String, CompletableFuture<List<InetAddress>>> lookUps =
      new ConcurrentHashMap<>();

  @Test
  void slots_areAsManyAsAllowedInAllAndOfAHost() throws Exception {
    Schedule schedule = schedule(3, 2);
    offer(schedule, "a", "a", "a", "b", "b");

    List<Turn> turns = take(schedule, 3);

    assertEquals(List.of("a", "b", "a"), hosts(turns));
    Thread next = Thread.ofVirtual().start(() -> take(schedule, turns, 1));
    turns.get(1).done();
    next.join();
    assertEquals(List.of("a", "b", "a", "b"), hosts(turns));
  }

  /** A host that never answers holds one slot while others have work, not all that it may. */
  @Test
  void slowHost_holdsOneSlotWhileOthersHaveWork() throws Exception {
    Schedule schedule = schedule(4, 4);
    offer(schedule, "slow", "slow", "slow", "slow", "a", "b", "c", "a", "b", "c", "a", "b", "c");
    List<Turn> turns = take(schedule, 4);
    assertEquals(List.of("slow", "a", "b", "c"), hosts(turns));

    for (int i = 0; i < 6; i++) {
      turns.get(i + 1).done();
      take(schedule, turns, 1);
    }

    assertEquals(1, hosts(turns).stream().filter("slow"::equals).count());
  }

  @Test
  void hostWhoseLookUpHangs_takesNoSlot() throws Exception {
    CompletableFuture<List<InetAddress>> hanging = new CompletableFuture<>();
    lookUps.put("dead", hanging);
    Schedule schedule = schedule(1, 1);
    offer(schedule, "dead", "a");

    List<Turn> turns = take(schedule, 1);

    assertEquals(List.of("a"), hosts(turns));
    turns.getFirst().done();
    hanging.completeExceptionally(new UnknownHostException("dead"));
    take(schedule, turns, 1);
    assertEquals(List.of("a", "dead"), hosts(turns));
    assertTrue(turns.get(1).addresses().isCompletedExceptionally());
  }

  @Test
  void turnThatResumes_goesBeforeThoseThatHaveNotBegun() throws Exception {
    Schedule schedule = schedule(1, 1);
    offer(schedule, "a", "a");
    Turn first = take(schedule, 1).getFirst();
    first.pause();
    Turn second = take(schedule, 1).getFirst();
    CountDownLatch resumed = new CountDownLatch(1);
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    first.resume(first.job().url().origin());
                    resumed.countDown();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    offer(schedule, "a");
    List<Turn> turns = new ArrayList<>();
    Thread taker = Thread.ofVirtual().start(() -> take(schedule, turns, 1));

    second.done();
    resumed.await();

    first.done();
    taker.join();
    assertEquals(1, turns.size());
  }

  @Test
  void turn_beyondTheSlots_waits() throws Exception {
    for (Schedule schedule : List.of(schedule(1, 2), schedule(2, 1))) {
      offer(schedule, "a", "a");
      Turn first = take(schedule, 1).getFirst();
      Thread taker = Thread.ofVirtual().start(() -> take(schedule, 1));
      while (taker.isAlive() && taker.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertTrue(taker.isAlive());
      first.done();
      taker.join();
    }
  }

  /** A cancelled transfer may be one that waits to go on: the slot it gave back is another's. */
  @Test
  void turn_thatEndsInAPause_takesNobodysSlot() throws Exception {
    Schedule schedule = schedule(1, 1);
    offer(schedule, "a", "a", "a");
    Turn first = take(schedule, 1).getFirst();
    first.pause();
    Turn second = take(schedule, 1).getFirst();
    first.done();
    List<Turn> turns = new ArrayList<>();
    Thread taker = Thread.ofVirtual().start(() -> take(schedule, turns, 1));
    while (taker.isAlive() && taker.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertTrue(taker.isAlive());
    second.done();
    taker.join();
    turns.getFirst().pause();
    turns.getFirst().done();
    schedule.end();
    assertEquals(Optional.empty(), schedule.take());
  }

  @Test
  void turn_thatEndsWhileItWaitsToResume_isTakenOut() throws Exception {
    Schedule schedule = schedule(1, 1);
    offer(schedule, "a", "a");
    Turn first = take(schedule, 1).getFirst();
    first.pause();
    Turn second = take(schedule, 1).getFirst();
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  assertThrows(
                      InterruptedException.class, () -> first.resume(first.job().url().origin()));
                  first.done();
                });
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    waiting.interrupt();
    waiting.join();
    offer(schedule, "a");
    second.done();
    take(schedule, 1).getFirst().done();
    schedule.end();
    assertEquals(Optional.empty(), schedule.take());
  }

  @Test
  void take_whenAllIsDone_isEmpty() throws Exception {
    Schedule schedule = schedule(2, 2);
    offer(schedule, "a");
    schedule.end();
    Turn turn = take(schedule, 1).getFirst();
    Thread last = Thread.ofVirtual().start(turn::done);

    assertEquals(Optional.empty(), schedule.take());

    last.join();
  }

  @Test
  void offer_beyondTheWindow_waitsUntilOneIsDone() throws Exception {
    Schedule schedule = new Schedule(1, 1, 2, this::lookUp);
    offer(schedule, "a", "a");
    Turn first = take(schedule, 1).getFirst();
    Thread offering = Thread.ofVirtual().start(() -> offer(schedule, "a"));
    while (offering.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    first.done();

    offering.join();
  }

  @Test
  void close_endsTakingAndOffering() throws Exception {
    Schedule schedule = new Schedule(1, 1, 1, this::lookUp);
    offer(schedule, "a");
    Thread closer = Thread.ofVirtual().start(schedule::close);

    assertFalse(schedule.offer(job("a")));

    closer.join();
    assertEquals(Optional.empty(), schedule.take());
  }

  private Schedule schedule(int atOnce, int perHost) {
    return new Schedule(atOnce, perHost, 100, this::lookUp);
  }

  private CompletableFuture<List<InetAddress>> lookUp(Origin origin) {
    return lookUps.getOrDefault(
        origin.host(),
        CompletableFuture.completedFuture(List.of(InetAddress.getLoopbackAddress())));
  }

  private static void offer(Schedule schedule, String... hosts) {
    try {
      for (String host : hosts) {
        assertTrue(schedule.offer(job(host)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Job job(String host) {
    try {
      return new Job(
          new Entry(1, host, 0),
          HttpUrl.parse("http://" + host + "/"),
          new Destination(Optional.empty(), false, NoSink::new));
    } catch (UrlException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<Turn> take(Schedule schedule, int count) {
    List<Turn> turns = new ArrayList<>();
    take(schedule, turns, count);
    return turns;
  }

  private static void take(Schedule schedule, List<Turn> turns, int count) {
    try {
      for (int i = 0; i < count; i++) {
        turns.add(schedule.take().orElseThrow());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> hosts(List<Turn> turns) {
    return turns.stream().map(turn -> turn.job().url().origin().host()).toList();
  }
}
