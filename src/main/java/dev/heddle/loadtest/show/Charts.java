package dev.heddle.loadtest.show;

import dev.heddle.loadtest.Cell;
import dev.heddle.loadtest.LoadtestPlan;
import dev.heddle.loadtest.Loop;
import dev.heddle.loadtest.Measure;
import dev.heddle.loadtest.Results;
import dev.heddle.loadtest.Series;
import dev.heddle.loadtest.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Chooses what is drawn of the results. */
final class Charts {
  private static final List<Measure> PERCENTILES =
      List.of(Measure.P50, Measure.P90, Measure.P99, Measure.P999);

  private final Results results;
  private final LoadtestPlan plan;
  private final Words words;

  Charts(Results results) {
    this.results = results;
    this.plan = results.plan();
    this.words = new Words(results);
  }

  /** Those that have anything to show. */
  List<Chart> all() {
    List<Chart> charts = new ArrayList<>();
    charts.add(byConnections("Rate, closed loop", "requests/s", Loop.CLOSED, Measure.RATE));
    charts.add(byConnections("Rate, short conversations", "requests/s", Loop.SHORT, Measure.RATE));
    for (int connections : plan.connections()) {
      charts.add(latency(connections));
    }
    charts.add(
        byConnections("CPU a request, closed loop", "microseconds", Loop.CLOSED, Measure.CPU));
    charts.add(
        byConnections(
            "CPU a request, short conversations", "microseconds", Loop.SHORT, Measure.CPU));
    charts.add(byConnections("CPU a request, open loop", "microseconds", Loop.OPEN, Measure.CPU));
    charts.add(
        byConnections("Memory a connection, closed loop", "KiB", Loop.CLOSED, Measure.MEMORY));
    return charts.stream().filter(chart -> !chart.isEmpty()).toList();
  }

  private Chart byConnections(String title, String up, Loop loop, Measure measure) {
    List<Chart.Line> lines =
        lines(
            loop,
            measure,
            series -> {
              List<Optional<Spread>> points = new ArrayList<>();
              for (int count : plan.connections()) {
                points.add(results.figure(new Cell(loop, count, series), measure));
              }
              return points;
            });
    List<String> labels =
        plan.connections().stream().map(count -> Figures.count((long) count)).toList();
    return new Chart(title, "connections", up, false, labels, lines);
  }

  private Chart latency(int connections) {
    List<Chart.Line> lines =
        lines(
            Loop.OPEN,
            Measure.P50,
            series -> {
              List<Optional<Spread>> points = new ArrayList<>();
              for (Measure each : PERCENTILES) {
                points.add(results.figure(new Cell(Loop.OPEN, connections, series), each));
              }
              return points;
            });
    return new Chart(
        "Latency, " + words.block(Loop.OPEN, connections),
        "percentile",
        "milliseconds",
        true,
        PERCENTILES.stream().map(Measure::label).toList(),
        lines);
  }

  private List<Chart.Line> lines(
      Loop loop, Measure unit, Function<Series, List<Optional<Spread>>> points) {
    return plan.cells().stream()
        .filter(cell -> cell.loop() == loop)
        .map(Cell::series)
        .distinct()
        .map(
            series ->
                Chart.Line.of(
                    words,
                    series,
                    !series.jdk().equals(plan.jdks().getFirst()),
                    unit,
                    points.apply(series)))
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
