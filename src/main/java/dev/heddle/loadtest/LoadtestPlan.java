package dev.heddle.loadtest;

import dev.heddle.tasks.Threading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a load test is to be.
 *
 * @param jdks what servers and generators run on; the others are compared with the first
 * @param others the kinds of threads that are set beside {@code virtual}, one a connection
 * @param connections how many at once, ascending
 * @param rounds how often each cell is measured
 * @param warmup how long a server is loaded before it is measured
 * @param duration how long it is measured
 * @param conversation greetings of a short conversation
 * @param pool threads of the pool, which holds as many connections: it takes part in short
 *     conversations alone
 */
public record LoadtestPlan(
    List<Jdk> jdks,
    List<Threading> others,
    List<Integer> connections,
    int rounds,
    Duration warmup,
    Duration duration,
    int conversation,
    int pool) {
  /** Of the slowest closed loop: what each kind can hold, with a generator that can as well. */
  static final double OPEN_SHARE = 0.25;

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Threading BASE = new Threading.Virtual();

  /**
   * @throws IllegalArgumentException naming the option, its value and what is allowed
   */
  public LoadtestPlan {
    jdks = List.copyOf(jdks);
    others = List.copyOf(others);
    connections = connections.stream().sorted().distinct().toList();
    connections.forEach(each -> require("--connections", each, 1_000_000));
    require("--rounds", rounds, 1_000);
    require("--conversation", conversation, 1_000_000);
    require("--pool", pool, 100_000);
    if (duration.toMillis() < 100
        || duration.compareTo(LONGEST) > 0
        || warmup.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "-d %dms, --warmup %dms: the first goes from 100ms, both to 1h"
              .formatted(duration.toMillis(), warmup.toMillis()));
    }
  }

  /** With those numbers of connections alone. */
  public LoadtestPlan withConnections(List<Integer> fewer) {
    return new LoadtestPlan(jdks, others, fewer, rounds, warmup, duration, conversation, pool);
  }

  /** All there is to measure, in the order of the table. */
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Loop loop : Loop.values()) {
      for (int count : connections) {
        for (Threading kind : kinds(loop)) {
          jdks.forEach(jdk -> cells.add(new Cell(loop, count, new Series(jdk, kind))));
        }
      }
    }
    return cells;
  }

  /** What a cell is measured by: {@code virtual}, all else alike; empty for that itself. */
  public Optional<Cell> base(Cell cell) {
    return cell.series().threading().equals(BASE)
        ? Optional.empty()
        : Optional.of(cell.withSeries(cell.series().withThreading(BASE)));
  }

  /** The same on the first JDK; empty for those themselves. */
  public Optional<Cell> onFirstJdk(Cell cell) {
    return cell.series().jdk().equals(jdks.getFirst())
        ? Optional.empty()
        : Optional.of(cell.withSeries(cell.series().withJdk(jdks.getFirst())));
  }

  private List<Threading> kinds(Loop loop) {
    List<Threading> kinds = new ArrayList<>();
    kinds.add(BASE);
    kinds.addAll(others);
    if (loop == Loop.SHORT) {
      kinds.add(new Threading.Pool(pool));
    }
    return kinds;
  }

  private static void require(String option, int value, int to) {
    if (value < 1 || value > to) {
      throw new IllegalArgumentException(
          "%s %d is not allowed: it goes from 1 to %d".formatted(option, value, to));
    }
  }
}
