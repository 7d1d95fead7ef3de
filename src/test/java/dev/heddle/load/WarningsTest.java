package dev.heddle.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.stats.Latencies;
import dev.heddle.stats.LatencyRecorder;
import dev.heddle.tasks.Threading;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WarningsTest {
  /** Of 1,000 that come at random, 32 more or less come by chance. */
  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 99, false",
    "CONSTANT, 97, true",
    "POISSON, 97, false",
    "POISSON, 90, false",
    "POISSON, 80, true"
  })
  void rate_thatFallsShort_isABacklogUnlessThatIsChance(
      Arrivals arrivals, double rate, boolean isBacklog) throws Exception {
    LatencyRecorder recorder = new LatencyRecorder();
    recorder.record(0, 1_000_000);
    Latencies some = recorder.drain();

    List<String> warnings =
        Warnings.of(plan(arrivals), rate, Latencies.NONE, some, 0, OptionalDouble.empty());

    assertEquals(
        isBacklog
            ? List.of(
                "100 requests/s were intended and %.0f achieved: the latency is that of a backlog"
                    .formatted(rate))
            : List.of(),
        warnings);
  }

  private static LoadPlan plan(Arrivals arrivals) throws UnknownHostException {
    return new LoadPlan(
        Target.parse("tcp://127.0.0.1:9999"),
        4,
        Duration.ZERO,
        Duration.ofSeconds(10),
        100,
        arrivals,
        1,
        0,
        Duration.ofSeconds(5),
        Threading.parse("virtual"),
        List.of(),
        true);
  }
}
