package dev.heddle.loadtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a load test has come to.
 *
 * @param seed of the orders that were drawn
 * @param openRates the open loop's rate at each number of connections, where it is settled
 * @param isComplete whether all that was planned has been run
 */
public record Results(
    LoadtestPlan plan,
    Instant started,
    Duration took,
    long seed,
    Map<Integer, Double> openRates,
    List<Round> rounds,
    boolean isComplete) {
  public Results {
    openRates = Map.copyOf(openRates);
    rounds = List.copyOf(rounds);
  }

  /** A cell's figure over all rounds. */
  public Optional<Spread> figure(Cell cell, Measure measure) {
    List<Double> values = new ArrayList<>();
    rounds.forEach(round -> of(cell, round, measure).ifPresent(values::add));
    return Spread.of(values);
  }

  /** A cell's figure by another's of the same round, over all rounds that have both. */
  public Optional<Spread> ratio(Cell cell, Cell base, Measure measure) {
    List<Double> values = new ArrayList<>();
    for (Round round : rounds) {
      OptionalDouble dividend = of(cell, round, measure);
      OptionalDouble divisor = of(base, round, measure);
      if (dividend.isPresent() && divisor.isPresent() && divisor.getAsDouble() > 0) {
        values.add(dividend.getAsDouble() / divisor.getAsDouble());
      }
    }
    return Spread.of(values);
  }

  /** Rounds in which something was measured of the cell. */
  public long measured(Cell cell) {
    return rounds.stream().filter(round -> round.sample(cell).isPresent()).count();
  }

  /** Why it was not measured, for each round in which it failed. */
  public List<String> failures(Cell cell) {
    List<String> reasons = new ArrayList<>();
    for (Round round : rounds) {
      if (round.outcome(cell).orElse(null) instanceof Outcome.Failed(String reason)) {
        reasons.add(reason);
      }
    }
    return reasons;
  }

  /** Whether anything has failed. */
  public boolean hasFailures() {
    return plan.cells().stream().anyMatch(cell -> !failures(cell).isEmpty());
  }

  /** Whether anything was measured. */
  public boolean hasSamples() {
    return plan.cells().stream().anyMatch(cell -> measured(cell) > 0);
  }

  private OptionalDouble of(Cell cell, Round round, Measure measure) {
    return measure.of(cell, round, plan.connections().getFirst());
  }
}
