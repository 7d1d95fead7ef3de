package dev.heddle.cli;

import com.google.errorprone.annotations.FormatMethod;
import dev.heddle.load.LoadPlan;
import dev.heddle.load.LoadReport;
import dev.heddle.load.ServerUse;
import dev.heddle.stats.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A load's report as people read it. */
final class LoadText {
  static final List<Column> COLUMNS =
      List.of(
          new Column("p50", all -> all.percentile(50)),
          new Column("p90", all -> all.percentile(90)),
          new Column("p99", all -> all.percentile(99)),
          new Column("p99.9", all -> all.percentile(99.9)),
          new Column("max", Latencies::max),
          new Column("mean", Latencies::mean));

  static final String NOTHING = "nothing was measured";

  private static final int BAR = 40;

  /**
   * A figure of a distribution.
   *
   * @param figure in nanoseconds
   */
  record Column(String name, ToDoubleFunction<Latencies> figure) {
    double nanos(Latencies all) {
      return figure.applyAsDouble(all);
    }
  }

  private LoadText() {}

  static List<String> lines(LoadReport report) {
    List<String> lines = new ArrayList<>();
    LoadPlan plan = report.plan();
    lines.add(plan.toString());
    if (report.seconds() == 0) {
      lines.add(NOTHING);
      errors(report, lines);
      return lines;
    }
    lines.add(
        text(
            "rate       %,.0f requests/s%s over %.1f s; %,d requests",
            report.rate(),
            plan.isOpen() ? text(" of %,.0f intended", plan.rate()) : "",
            report.seconds(),
            report.latency().count()));
    if (report.unsent() > 0) {
      lines.add(text("unsent     %,d requests that were due", report.unsent()));
    }
    StringBuilder head = new StringBuilder("          ");
    COLUMNS.forEach(column -> head.append(text(" %9s", column.name())));
    lines.add(head.toString());
    lines.add(row("latency", report.latency()));
    if (!report.service().equals(report.latency())) {
      lines.add(row("service", report.service()));
    }
    errors(report, lines);
    lines.add(
        text(
            "generator  %.2f of %d cores",
            report.generatorCpu(), Runtime.getRuntime().availableProcessors()));
    report.server().ifPresent(use -> lines.add(server(use)));
    histogram(report.latency(), lines);
    report.warnings().forEach(warning -> lines.add("warning: " + warning));
    return lines;
  }

  /** Such as {@code 1.23 ms}. */
  static String time(double nanos) {
    if (nanos < 1e6) {
      return text(nanos < 1e4 ? "%.1f us" : "%.0f us", nanos / 1e3);
    }
    return nanos < 1e9 ? text("%.2f ms", nanos / 1e6) : text("%.2f s", nanos / 1e9);
  }

  private static String row(String name, Latencies all) {
    StringBuilder row = new StringBuilder(text("%-10s", name));
    COLUMNS.forEach(
        column -> row.append(text(" %9s", all.count() == 0 ? "-" : time(column.nanos(all)))));
    return row.toString();
  }

  private static void errors(LoadReport report, List<String> lines) {
    if (report.errors().isEmpty()) {
      lines.add("errors     none");
    }
    report.errors().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            error ->
                lines.add(
                    text(
                        "errors     %,d %s: %s",
                        error.getValue().count(),
                        error.getKey().label(),
                        error.getValue().first())));
  }

  private static String server(ServerUse use) {
    return text(
        "server     %.2f us of CPU and %.3f context switches a request; %.2f cores, %.1f MiB resident, %d threads",
        use.cpuMicrosPerRequest(),
        use.switchesPerRequest(),
        use.cores(),
        use.residentBytes() / 1_048_576.0,
        use.threads());
  }

  /** A row for each doubling of the latency. */
  private static void histogram(Latencies all, List<String> lines) {
    if (all.count() == 0) {
      return;
    }
    long to = 2_000;
    while (to <= all.percentile(0)) {
      to *= 2;
    }
    for (long from = 0; from <= all.max(); from = to, to *= 2) {
      long count = all.countBetween(from, to);
      double share = (double) count / all.count();
      if (count > 0) {
        lines.add(
            text(
                "< %8s %6.2f %%  %s",
                time((double) to), 100 * share, "#".repeat((int) Math.ceil(BAR * share))));
      }
    }
  }

  @FormatMethod
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
