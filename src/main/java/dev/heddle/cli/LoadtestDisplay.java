package dev.heddle.cli;

import dev.heddle.loadtest.Cell;
import dev.heddle.loadtest.LoadtestEvents;
import dev.heddle.loadtest.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows how a load test goes: a line that changes on a terminal, a line a cell elsewhere. */
record LoadtestDisplay(PrintWriter err, boolean isTerminal) implements LoadtestEvents {
  private static final String CLEAR = "\r\u001B[K";

  static LoadtestDisplay on(PrintWriter err) {
    return new LoadtestDisplay(err, FetchDisplay.isTerminal());
  }

  @Override
  public void starts(int round, int number, int cells, Cell cell, Duration left) {
    String line =
        String.format(
            Locale.ROOT,
            "round %d, %d of %d: %s, %,d connections, %s, JDK %s (%d:%02d left)",
            round,
            number,
            cells,
            cell.loop().title(),
            cell.connections(),
            cell.series().threading(),
            cell.series().jdk().release(),
            left.toMinutes(),
            left.toSecondsPart());
    if (isTerminal) {
      err.print(CLEAR + line);
      err.flush();
    } else {
      err.println(line);
    }
  }

  @Override
  public void ends(Cell cell, Outcome outcome) {
    if (outcome instanceof Outcome.Failed(String reason)) {
      finish();
      err.println("failed: " + Heddle.oneLine(reason));
    }
  }

  /** Takes away what is not to stay. */
  void finish() {
    if (isTerminal) {
      err.print(CLEAR);
      err.flush();
    }
  }
}
