package dev.heddle.loadtest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What has come of the cells in one round, in the order in which they ran. Not thread-safe. */
public final class Round {
  private final Map<Cell, Outcome> outcomes = new LinkedHashMap<>();

  void add(Cell cell, Outcome outcome) {
    outcomes.put(cell, outcome);
  }

  /** Empty if the cell has not been run. */
  public Optional<Outcome> outcome(Cell cell) {
    return Optional.ofNullable(outcomes.get(cell));
  }

  /** Empty if there is nothing to compare. */
  public Optional<Sample> sample(Cell cell) {
    return outcomes.get(cell) instanceof Outcome.Measured measured
        ? Optional.of(measured.sample())
        : Optional.empty();
  }
}
