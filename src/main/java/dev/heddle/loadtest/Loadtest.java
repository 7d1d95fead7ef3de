package dev.heddle.loadtest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Measures every cell of a plan once a round, in an order that is drawn anew each round.
 *
 * <pre>
 *   round 1:   closed loops -> rates of the open loops -> open loops, short conversations
 *   round 2..: all, in any order
 *   a cell:    start server -> start generator -> read its report -> end both
 * </pre>
 *
 * <p>{@link #run} is called once; {@link #stop} by any thread meanwhile.
 */
public final class Loadtest {
  private static final int FAILURES_TO_GIVE_UP = 2;

  private final LoadtestPlan plan;
  private final LoadtestEvents events;
  private final Bench bench;
  private final Children children = new Children();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final long seed = new Random().nextInt(1_000_000);
  private final Random random = new Random(seed);
  private final Map<Integer, Double> openRates = new TreeMap<>();
  private final List<Round> rounds = new ArrayList<>();
  private final Instant started = Instant.now();
  private final long start = System.nanoTime();
  private int cellsDone;

  /**
   * @param folder for what the processes leave, which is removed
   */
  public Loadtest(LoadtestPlan plan, Path folder, LoadtestEvents events) {
    this.plan = plan;
    this.events = events;
    this.bench = new Bench(plan, children, folder);
  }

  /**
   * Blocks until all is measured, or {@link #stop} is called. No process is left in any case.
   *
   * @return what there is
   * @throws IOException if the folder can't be written or nothing can be started
   */
  public Results run() throws IOException, InterruptedException {
    try (children) {
      while (rounds.size() < plan.rounds()) {
        Round round = new Round();
        rounds.add(round);
        if (!run(round)) {
          return results(false);
        }
      }
      return results(true);
    }
  }

  /** Ends every process at once; {@link #run} returns what there is. */
  public void stop() {
    stopped.countDown();
    children.close();
  }

  /** Returns whether it came to its end. */
  private boolean run(Round round) throws IOException, InterruptedException {
    List<Cell> order = order();
    for (int i = 0; i < order.size(); i++) {
      Cell cell = order.get(i);
      if (cell.loop() == Loop.OPEN) {
        settleRate(cell.connections());
      }
      events.starts(rounds.size(), i + 1, order.size(), cell, left(order.size() - i));
      Outcome outcome = measure(cell);
      if (wasStopped(outcome)) {
        return false;
      }
      cellsDone++;
      round.add(cell, outcome);
      events.ends(cell, outcome);
    }
    return true;
  }

  /** Those that failed again and again are not tried any more. */
  private List<Cell> order() {
    List<Cell> cells = new ArrayList<>(plan.cells());
    cells.removeIf(
        cell -> results(false).failures(cell).size() >= FAILURES_TO_GIVE_UP && rounds.size() > 1);
    Collections.shuffle(cells, random);
    if (rounds.size() == 1) {
      cells.sort(Comparator.comparing(cell -> cell.loop() != Loop.CLOSED));
    }
    return cells;
  }

  private Outcome measure(Cell cell) throws IOException, InterruptedException {
    Double rate = openRates.get(cell.connections());
    boolean isOpen = cell.loop() == Loop.OPEN;
    if (isOpen && rate == null) {
      return new Outcome.Failed("no closed loop succeeded that would tell the rate");
    }
    try {
      return bench.measure(
          cell, isOpen && rate != null ? OptionalDouble.of(rate) : OptionalDouble.empty());
    } catch (IOException e) {
      if (children.isClosed()) {
        return new Outcome.Failed("stopped");
      }
      if (results(false).hasSamples()) {
        return new Outcome.Failed(String.valueOf(e.getMessage())); // what was measured stands
      }
      throw e;
    }
  }

  /**
   * A share of the slowest closed loop of the first round, to two digits: the same for every kind,
   * and in every round.
   */
  private void settleRate(int connections) {
    if (rounds.size() > 1 || openRates.containsKey(connections)) {
      return;
    }
    plan.cells().stream()
        .filter(cell -> cell.loop() == Loop.CLOSED && cell.connections() == connections)
        .flatMap(cell -> rounds.getFirst().sample(cell).stream())
        .mapToDouble(Sample::rate)
        .min()
        .ifPresent(slowest -> openRates.put(connections, twoDigits(slowest)));
  }

  private static double twoDigits(double slowest) {
    double share = slowest * LoadtestPlan.OPEN_SHARE;
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(share)) - 1));
    return Math.max(1, Math.floor(share / unit) * unit);
  }

  /** A Ctrl-C reaches the processes as well, perhaps before it reaches this one. */
  private boolean wasStopped(Outcome outcome) throws InterruptedException {
    return children.isClosed()
        || (outcome instanceof Outcome.Failed && stopped.await(500, TimeUnit.MILLISECONDS));
  }

  private Duration left(int inThisRound) {
    int cells = plan.cells().size();
    int rest = inThisRound + (plan.rounds() - rounds.size()) * cells;
    double each =
        cellsDone == 0
            ? plan.warmup().plus(plan.duration()).toNanos() + 1e9
            : (double) elapsed() / cellsDone;
    return Duration.ofNanos((long) (rest * each));
  }

  private long elapsed() {
    return System.nanoTime() - start;
  }

  private Results results(boolean isComplete) {
    return new Results(
        plan, started, Duration.ofNanos(elapsed()), seed, openRates, rounds, isComplete);
  }
}
