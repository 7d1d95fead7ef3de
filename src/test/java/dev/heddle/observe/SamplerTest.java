package dev.heddle.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.stats.ServerSnapshot;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Ticker;
import dev.heddle.testing.Peer;
import dev.heddle.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
final class SamplerTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final AtomicLong greetings = new AtomicLong(100);
  private final Sampler sampler =
      new Sampler(() -> counters(greetings.get()), nanos::get, InstantSource.fixed(NOON));

  @Test
  void sample_second_hasTheRatesOfTheTimeBetween() {
    sampler.sample();
    greetings.addAndGet(500);
    nanos.addAndGet(2_000_000_000L);
    sampler.sample();

    List<Sample> samples = sampler.history().all();
    assertEquals(List.of(1L, 2L), samples.stream().map(Sample::number).toList());
    assertEquals(0, samples.getFirst().greetingsPerSecond());
    assertEquals(OptionalDouble.empty(), samples.getFirst().process().cpuCores());
    assertEquals(250, samples.getLast().greetingsPerSecond());
    assertEquals(2, samples.getLast().seconds());
    assertEquals(NOON, samples.getLast().time());
    assertTrue(samples.getLast().process().cpuCores().isPresent());
  }

  @Test
  void history_beyondFiveMinutes_forgetsTheOldest() {
    for (int i = 0; i < History.CAPACITY + 7; i++) {
      sampler.sample();
    }

    List<Sample> samples = sampler.history().all();
    assertEquals(History.CAPACITY, samples.size());
    assertEquals(8, samples.getFirst().number());
    assertEquals(3, sampler.history().after(History.CAPACITY + 4).size());
  }

  @Test
  void history_awaitedBeforeItsSample_returnsWithIt() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    sampler.sample();

    Tasks.runUntil(
        "viewer",
        Stop.onRequest(),
        forks -> {
          forks.fork(
              "viewer",
              () -> {
                waits.countDown();
                List<Sample> samples = sampler.history().awaitAfter(1, Duration.ofSeconds(20));
                assertEquals(List.of(2L), samples.stream().map(Sample::number).toList());
              });
          waits.await();
          sampler.sample();
        });
    assertEquals(List.of(), sampler.history().awaitAfter(2, Duration.ofMillis(1)));
  }

  @Test
  void run_realServer_samplesEverySecondUntilItsStop() throws Exception {
    Stop stop = Stop.onRequest();
    try (RunningServer server = RunningServer.start();
        Peer peer = Peer.greeted(server)) {
      Sampler real = new Sampler(server::snapshot, Ticker.system(), InstantSource.system());
      Tasks.runUntil(
          "samples",
          Stop.onRequest(),
          forks -> {
            forks.fork("sampler", () -> real.run(stop));
            real.history().awaitAfter(0, Duration.ofSeconds(10));
            assertEquals("Hello, a!\n", peer.ask("a"));
            real.history().awaitAfter(2, Duration.ofSeconds(10));
            stop.request();
          });

      List<Sample> samples = real.history().all();
      Sample last = samples.getLast();
      assertEquals(3, samples.size());
      assertEquals(1, last.server().connectionsNow());
      assertEquals(1, last.server().greetings());
      assertEquals(1, samples.stream().mapToDouble(Sample::greetingsPerSecond).sum(), 0.5);
      assertEquals(2, last.seconds() + samples.get(1).seconds(), 0.5);
      assertTrue(last.process().heapUsed() <= last.process().heapCommitted());
      assertTrue(last.threads().platform() > 1, last::toString);
      assertEquals(
          Runtime.version().feature() >= 24, last.threads().mounted().isPresent(), last::toString);
    }
  }

  @Test
  void run_interrupted_ends() throws Exception {
    FutureTask<InterruptedException> run =
        new FutureTask<>(
            () -> assertThrows(InterruptedException.class, () -> sampler.run(Stop.onRequest())));
    Thread thread = Thread.ofVirtual().start(run);
    sampler.history().awaitAfter(0, Duration.ofSeconds(10));
    thread.interrupt();

    assertNotNull(run.get());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void process_onLinux_tellsItsResidentMemory() {
    ProcessFigures figures = new ProcessMeter().read(1);

    assertTrue(figures.residentBytes().orElseThrow() > 10_000_000, figures::toString);
  }

  @Test
  void process_withoutTheFile_leavesTheResidentMemoryOut() {
    ProcessFigures figures = new ProcessMeter(Path.of("/nowhere/status")).read(1);

    assertEquals(OptionalLong.empty(), figures.residentBytes());
  }

  @Test
  void threads_schedulerUnknown_isAbsentAndNotZero() throws Exception {
    Thread.ofVirtual().start(() -> {}).join();

    ThreadFigures figures = new ThreadMeter().read();

    assertEquals(Runtime.version().feature() >= 24, figures.pool().isPresent());
    assertTrue(figures.parallelism() >= 1, figures::toString);
    assertFalse(figures.pool().equals(OptionalInt.of(-1)), figures::toString);
    assertEquals(figures.pool().isPresent(), figures.queued().isPresent());
  }

  private static ServerSnapshot counters(long greetings) {
    return new ServerSnapshot(1, 1, 1, greetings, 0, 0, Map.of(), Map.of(), 0, 0, 0, Map.of());
  }
}
