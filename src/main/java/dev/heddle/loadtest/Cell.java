package dev.heddle.loadtest;

import dev.heddle.tasks.Threading;

/** One thing that each round measures, with a server and a generator of its own. */
public record Cell(Loop loop, int connections, Series series) {
  /** Such as {@code closed-100-virtual-21}, for a file. */
  public String name() {
    return "%s-%d-%s-%s"
        .formatted(loop.label(), connections, series.kind(), series.jdk().release());
  }

  /** Whether there are more clients than the pool has threads. */
  boolean exceedsPool() {
    return series.threading() instanceof Threading.Pool(int size) && connections > size;
  }

  Cell withSeries(Series other) {
    return new Cell(loop, connections, other);
  }

  Cell withConnections(int other) {
    return new Cell(loop, other, series);
  }
}
