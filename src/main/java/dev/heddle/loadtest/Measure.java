package dev.heddle.loadtest;

import java.util.Optional;
import java.util.OptionalDouble;

/** A column of the table. */
public enum Measure {
  /** Replies a second. */
  RATE("rate"),
  P50("p50"),
  P90("p90"),
  P99("p99"),
  P999("p99.9"),
  /** Microseconds of the server's CPU a request. */
  CPU("cpuMicrosPerRequest"),
  /** Bytes of resident memory a connection, as a slope: see {@link #memory}. */
  MEMORY("bytesPerConnection"),
  /** Platform threads of the server. */
  THREADS("threads");

  private final String label;

  Measure(String label) {
    this.label = label;
  }

  /** For programs. */
  public String label() {
    return label;
  }

  /** Of a cell in a round; empty where it was not measured. */
  OptionalDouble of(Cell cell, Round round, int fewest) {
    Optional<Sample> sample = round.sample(cell);
    return sample.isEmpty()
        ? OptionalDouble.empty()
        : switch (this) {
          case RATE -> OptionalDouble.of(sample.get().rate());
          case P50 -> OptionalDouble.of(sample.get().p50());
          case P90 -> OptionalDouble.of(sample.get().p90());
          case P99 -> OptionalDouble.of(sample.get().p99());
          case P999 -> OptionalDouble.of(sample.get().p999());
          case CPU -> sample.get().cpu();
          case MEMORY -> memory(cell, sample.get(), round, fewest);
          case THREADS -> sample.get().threads();
        };
  }

  /**
   * What each further connection takes: the server with them less the one with the fewest, of the
   * same round, by the difference of their numbers. What a server takes anyhow is not in it.
   */
  private static OptionalDouble memory(Cell cell, Sample sample, Round round, int fewest) {
    Optional<Sample> few = round.sample(cell.withConnections(fewest));
    if (cell.loop() == Loop.SHORT
        || cell.connections() == fewest
        || sample.resident().isEmpty()
        || few.flatMap(each -> each.resident().stream().boxed().findFirst()).isEmpty()) {
      return OptionalDouble.empty();
    }
    double more = sample.resident().getAsDouble() - few.get().resident().getAsDouble();
    return OptionalDouble.of(more / (cell.connections() - fewest));
  }
}
