package dev.heddle.loadtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ResultsTest {
  private final LoadtestPlan plan = MadeUp.plan(3, "21.0.8");
  private final Cell virtual = cell(Loop.CLOSED, 1_000, "virtual");
  private final Cell platform = cell(Loop.CLOSED, 1_000, "platform");

  @Test
  void figure_isMedianAndRangeOfTheRounds() {
    Results results = results(round(100, 10), round(300, 10), round(110, 10));

    assertEquals(Optional.of(new Spread(110, 100, 300, 3)), results.figure(virtual, Measure.RATE));
  }

  @Test
  void ratio_isTakenRoundByRound() {
    Results results = results(round(100, 50), round(200, 100), round(400, 400));

    Spread ratio = results.ratio(platform, virtual, Measure.RATE).orElseThrow();

    assertEquals(new Spread(0.5, 0.5, 1, 3), ratio);
    assertFalse(ratio.isBeside(1));
  }

  @Test
  void failedRound_isInNoFigure() {
    Round failed = new Round();
    failed.add(virtual, MadeUp.measured(1, 1, 1, 1, 1));
    failed.add(platform, new Outcome.Failed("12 timeout"));

    Results results = results(round(100, 50), failed);

    assertEquals(1, results.measured(platform));
    assertEquals(List.of("12 timeout"), results.failures(platform));
    assertEquals(
        new Spread(0.5, 0.5, 0.5, 1), results.ratio(platform, virtual, Measure.RATE).get());
    assertTrue(results.hasFailures());
  }

  @Test
  void memory_isASlopeFromTheFewestConnections() {
    Round round = new Round();
    round.add(cell(Loop.CLOSED, 100, "virtual"), MadeUp.measured(1, 1, 1, 80_000_000, 27));
    round.add(virtual, MadeUp.measured(1, 1, 1, 89_000_000, 27));

    Results results = results(round);

    assertEquals(10_000, results.figure(virtual, Measure.MEMORY).orElseThrow().median());
    assertEquals(
        Optional.empty(), results.figure(cell(Loop.CLOSED, 100, "virtual"), Measure.MEMORY));
  }

  @Test
  void plan_hasThePoolInShortConversationsAlone() {
    List<Loop> loops =
        plan.cells().stream()
            .filter(cell -> cell.series().kind().equals("pool"))
            .map(Cell::loop)
            .distinct()
            .toList();

    assertEquals(List.of(Loop.SHORT), loops);
    assertEquals(30, plan.cells().size());
  }

  @Test
  void plan_hasVirtualThreadsOfTheJdkInEveryLoop_measuredByVirtual() {
    List<Cell> cells =
        plan.cells().stream()
            .filter(cell -> cell.series().threading().toString().equals("virtual:jdk"))
            .toList();

    assertEquals(List.of(Loop.values()), cells.stream().map(Cell::loop).distinct().toList());
    assertEquals(9, cells.size());
    Cell onJdk = cell(Loop.CLOSED, 1_000, "virtual-jdk");
    assertEquals(Optional.of(virtual), plan.base(onJdk));
    assertEquals("closed-1000-virtual-jdk-21", onJdk.name());
  }

  @Test
  void plan_ofFewerConnections_hasTheSameKinds() {
    List<String> kinds =
        plan.withConnections(List.of(5)).cells().stream()
            .filter(cell -> cell.loop() == Loop.SHORT)
            .map(cell -> cell.series().threading().toString())
            .toList();

    assertEquals(List.of("virtual", "virtual:jdk", "platform", "pool:200"), kinds);
  }

  @Test
  void timeouts_ofClientsThatDoNotFitIntoThePool_areAFigure() {
    JsonObject report = MadeUp.report(1, 1, 1, 1, 1);
    errors(report).addProperty("timeout", 545);

    Cell small = cell(Loop.SHORT, 100, "pool");
    Cell pool = cell(Loop.SHORT, 1_000, "pool");
    Outcome.Measured measured = assertInstanceOf(Outcome.Measured.class, Outcome.of(pool, report));

    assertEquals(545, measured.sample().timeouts());
    assertInstanceOf(Outcome.Failed.class, Outcome.of(small, report));
    assertInstanceOf(Outcome.Failed.class, Outcome.of(virtual, report));
  }

  @Test
  void wrongReplies_areAFailureOfAnyCell() {
    JsonObject report = MadeUp.report(1, 1, 1, 1, 1);
    errors(report).addProperty("timeout", 545);
    errors(report).addProperty("wrong reply", 1);

    assertEquals(
        new Outcome.Failed(
            "not every request was answered as it should be: 545 timeout, 1 wrong reply"),
        Outcome.of(cell(Loop.SHORT, 1_000, "pool"), report));
  }

  private static JsonObject errors(JsonObject report) {
    return MadeUp.round(report).getAsJsonObject("errors");
  }

  @Test
  void plan_withWhatIsNotAllowed_namesIt() {
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> plan.withConnections(List.of(100, 0)));

    assertEquals("--connections 0 is not allowed: it goes from 1 to 1000000", wrong.getMessage());
  }

  private Round round(double virtualRate, double platformRate) {
    Round round = new Round();
    round.add(virtual, MadeUp.measured(virtualRate, 1, 1, 1, 1));
    round.add(platform, MadeUp.measured(platformRate, 1, 1, 1, 1));
    return round;
  }

  private Cell cell(Loop loop, int connections, String kind) {
    return plan.cells().stream()
        .filter(cell -> cell.loop() == loop && cell.connections() == connections)
        .filter(cell -> cell.series().kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private Results results(Round... rounds) {
    return new Results(
        plan, Instant.EPOCH, Duration.ofSeconds(1), 1, Map.of(), List.of(rounds), true);
  }
}
