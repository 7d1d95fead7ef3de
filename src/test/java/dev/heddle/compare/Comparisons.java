package dev.heddle.compare;

import dev.heddle.compare.report.Report;
import dev.heddle.compare.report.ReportException;
import dev.heddle.compare.report.ReportFile;
import dev.heddle.testing.JmhEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Comparisons of reports that are written for a test. */
public final class Comparisons {
  private static final Rules RULES = new Rules(0.05);

  private Comparisons() {}

  /** Of a benchmark with itself later. */
  static Row row(JmhEntry base, JmhEntry fresh) {
    return of(List.of(base), List.of(fresh)).scores().getFirst();
  }

  /** Of two reports. */
  public static Comparison of(List<JmhEntry> base, List<JmhEntry> fresh) {
    return Comparison.of(Matching.of(report(base), report(fresh)), RULES);
  }

  static Comparison by(String param, Optional<String> value, JmhEntry... entries) {
    return Comparison.of(Matching.by(report(List.of(entries)), param, value), RULES);
  }

  static Report report(List<JmhEntry> entries) {
    try {
      Path file = Files.createTempFile("heddle", ".json");
      try {
        Files.writeString(file, JmhEntry.report(entries.toArray(JmhEntry[]::new)));
        return ReportFile.read(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReportException e) {
      throw new AssertionError(e);
    }
  }
}
