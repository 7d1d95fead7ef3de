package dev.heddle.compare.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The benchmarks of a report, each once.
 *
 * @param name the file it came from
 * @param measurements by key, in the order of the report
 */
public record Report(String name, Map<Key, Measurement> measurements) {
  /** A report in which what is there twice counts as further forks of the first. */
  static Report of(String name, List<Measurement> entries) {
    Map<Key, Measurement> measurements = new LinkedHashMap<>();
    for (Measurement entry : entries) {
      Measurement earlier = measurements.get(entry.key());
      if (earlier == null) {
        measurements.put(entry.key(), entry);
      } else if (earlier.score().unit().takes(entry.score().unit())) {
        measurements.put(entry.key(), earlier.with(entry));
      } else {
        throw new FormatException(
            "'%s' is there twice, in %s and in %s"
                .formatted(
                    entry.key().benchmark(),
                    earlier.score().unit().name(),
                    entry.score().unit().name()));
      }
    }
    return new Report(name, measurements);
  }
}
