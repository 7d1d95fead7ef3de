package dev.heddle.load;

import dev.heddle.stats.Latencies;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a load came to.
 *
 * @param seconds how long it was measured: less than planned after a stop
 * @param rate replies a second while it was measured
 * @param latency from the intended start of each request to its reply
 * @param service from the write of each request to its reply
 * @param errors by kind, warm-up included
 * @param unsent requests that were due and could not be sent in time; they are in no latency
 * @param generatorCpu the cores that this process used while it was measured
 * @param server what the server's process used, if that was asked for
 * @param warnings what is to be known before the figures are believed, a sentence each
 */
public record LoadReport(
    LoadPlan plan,
    double seconds,
    double rate,
    Latencies latency,
    Latencies service,
    Map<ErrorKind, Counted> errors,
    long unsent,
    double generatorCpu,
    Optional<ServerUse> server,
    List<String> warnings) {
  /**
   * Errors of one kind.
   *
   * @param first what was said of the first
   */
  public record Counted(long count, String first) {}

  public LoadReport {
    errors = Map.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /** Errors of every kind. */
  public long errorCount() {
    return errors.values().stream().mapToLong(Counted::count).sum();
  }
}
