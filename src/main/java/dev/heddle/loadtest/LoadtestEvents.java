package dev.heddle.loadtest;

import java.time.Duration;

/** Hears how a load test goes, on the thread that runs it. */
public interface LoadtestEvents {
  /**
   * A cell is about to be measured.
   *
   * @param round from 1
   * @param number of the cell in its round, from 1
   * @param cells of the round
   * @param left how long the rest of the test will take, as far as can be told
   */
  void starts(int round, int number, int cells, Cell cell, Duration left);

  void ends(Cell cell, Outcome outcome);
}
