package dev.heddle.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Pinner;
import dev.heddle.testing.PinningEvents;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PinningTest {
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  @Test
  void pinning_sessionPinsItsCarrier_namesTheLineWithinSeconds() throws Exception {
    Pinning pinning = new Pinning(AT_ONCE);
    try (RunningServer server = RunningServer.start(b -> b, new PinningEvents());
        Peer peer = Peer.greeted(server)) {
      inScope(
          pinning,
          () -> {
            try (Pinning.Watch watch = pinning.watch()) {
              Probe.await("it records", pinning::isRecording);
              assertEquals("Hello, a!\n", peer.ask("a"));
              assertEquals("Hello, b!\n", peer.ask("b"));
              Probe.await(
                  "both are seen",
                  () -> find(watch.places()).filter(place -> place.count() == 2).isPresent());
            }
          });
    }

    PinnedPlace place = find(pinning.places()).orElseThrow();
    assertTrue(place.place().matches(".*:\\d+"), place::toString);
    assertTrue(place.thread().startsWith("session-"), place::toString);
    assertTrue(place.longest().toMillis() >= 49, place::toString);
    assertTrue(place.total().compareTo(place.longest()) > 0, place::toString);
    assertTrue(
        place.stack().stream().anyMatch(frame -> frame.startsWith("dev.heddle.server.Session.")),
        place::toString);
    assertEquals(Runtime.version().feature() >= 24, place.reason().isPresent(), place::toString);
  }

  @Test
  void pinning_nobodyWatches_recordsNothing() throws Exception {
    Pinning pinning = new Pinning(AT_ONCE);

    inScope(
        pinning,
        () -> {
          Thread.ofVirtual().start(Pinner::pin).join();
          assertFalse(pinning.isRecording());
          assertEquals(0, openRecordings());

          Pinning.Watch first = pinning.watch();
          Pinning.Watch second = pinning.watch();
          Probe.await("it records", pinning::isRecording);
          assertEquals(1, openRecordings());
          first.close();
          first.close();
          assertTrue(pinning.isRecording());
          second.close();
          Probe.await("nothing is recorded", () -> openRecordings() == 0);
          Probe.await("that is known", () -> !pinning.isRecording());

          Pinning.Watch again = pinning.watch();
          Probe.await("it records again", pinning::isRecording);
          again.close();
        });

    assertEquals(Optional.empty(), pinning.problem());
    assertEquals(0, openRecordings());
  }

  @Test
  void pinning_stoppedWhileWatched_recordsNoMore() throws Exception {
    Pinning pinning = new Pinning();
    Pinning.Watch watch = pinning.watch();

    inScope(pinning, () -> Probe.await("it records", pinning::isRecording));

    assertFalse(pinning.isRecording());
    assertEquals(0, openRecordings());
    watch.close();
  }

  @Test
  void places_beyondTheirNumber_forgetTheOnesNotSeenForLongest() {
    PinnedPlaces places = new PinnedPlaces();
    for (int i = 0; i < PinnedPlaces.CAPACITY; i++) {
      places.add(place("a:" + i));
    }
    places.add(place("a:0"));
    places.add(place("new:1"));

    assertEquals(PinnedPlaces.CAPACITY, places.all().size());
    assertEquals("new:1", places.all().get(0).place());
    assertEquals(2, places.all().get(1).count());
    assertEquals("a:2", places.all().getLast().place());
  }

  /** Does {@code work} while pinning runs, and ends that. */
  private static void inScope(Pinning pinning, Tasks.Work work) throws Exception {
    Stop stop = Stop.onRequest();
    Tasks.runUntil(
        "observed",
        stop,
        forks -> {
          forks.fork("pinning", pinning::run);
          try {
            work.run();
          } finally {
            stop.request();
          }
        });
  }

  private static Optional<PinnedPlace> find(List<PinnedPlace> places) {
    return places.stream().filter(place -> place.place().startsWith(Pinner.place())).findFirst();
  }

  private static int openRecordings() {
    return FlightRecorder.getFlightRecorder().getRecordings().size();
  }

  private static PinnedPlace place(String place) {
    return new PinnedPlace(
        place,
        Optional.empty(),
        Optional.empty(),
        1,
        Duration.ofMillis(1),
        Duration.ofMillis(1),
        Instant.EPOCH,
        "",
        List.of());
  }
}
