package dev.heddle.loadtest.show;

import dev.heddle.loadtest.Cell;
import dev.heddle.loadtest.Jdk;
import dev.heddle.loadtest.LoadtestPlan;
import dev.heddle.loadtest.Loop;
import dev.heddle.loadtest.Measure;
import dev.heddle.loadtest.Results;
import dev.heddle.loadtest.Round;
import dev.heddle.loadtest.Sample;
import dev.heddle.loadtest.Series;
import dev.heddle.loadtest.Spread;
import dev.heddle.tasks.Threading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is to be said of the results in sentences. */
final class Words {
  /** How warnings of the generator begin, and what to say of all of them at once. */
  private static final Map<String, String> WARNINGS =
      Map.of(
          "the generator itself was the bottleneck",
          "the generator was the bottleneck, and the server may be faster",
          "the generator started requests late",
          "the generator sent late by itself, which is in the latency");

  private final Results results;
  private final LoadtestPlan plan;

  Words(Results results) {
    this.results = results;
    this.plan = results.plan();
  }

  /** A row's name: the kind, and the JDK where there are several. */
  String series(Series series) {
    String kind = series.threading().toString();
    return plan.jdks().size() == 1 ? kind : kind + ", JDK " + series.jdk().release();
  }

  /** A row in few words. */
  private String cell(Cell cell) {
    return cell.loop().label()
        + " "
        + Figures.count(cell.connections())
        + " "
        + series(cell.series());
  }

  /** The heading of a block of rows. */
  String block(Loop loop, int connections) {
    Double rate = results.openRates().get(connections);
    return Figures.count(connections)
        + " connections, "
        + switch (loop) {
          case CLOSED -> "closed loop";
          case OPEN ->
              "open loop" + (rate == null ? "" : " at " + Figures.number(rate) + " requests/s");
          case SHORT -> "short conversations of " + plan.conversation() + " greetings";
        };
  }

  /** One line of what was run, on what. */
  List<String> conditions() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "JDK %s, %s, %d cores"
            .formatted(
                plan.jdks().stream().map(jdk -> jdk.version()).collect(Collectors.joining(" and ")),
                System.getProperty("os.name")
                    + " "
                    + System.getProperty("os.version")
                    + " "
                    + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()));
    lines.add(
        Figures.text(
            "%d %s of %.1f s for each row, after %.1f s of warm-up, in fresh processes and in an order drawn anew each round; %.0f s in all",
            results.rounds().size(),
            results.rounds().size() == 1 ? "round" : "rounds",
            plan.duration().toMillis() / 1e3,
            plan.warmup().toMillis() / 1e3,
            (double) results.took().toSeconds()));
    return lines;
  }

  /** The answer: virtual threads of any scheduler against platform threads, wherever measured. */
  List<String> answers() {
    List<String> answers = new ArrayList<>();
    for (Cell cell : plan.cells()) {
      if (cell.series().threading() instanceof Threading.Virtual(Threading.Scheduler scheduler)) {
        answer(cell, name(scheduler)).ifPresent(answers::add);
      }
    }
    return answers;
  }

  private static String name(Threading.Scheduler scheduler) {
    return switch (scheduler) {
      case LOOPS -> "virtual threads";
      case JDK -> "virtual threads on the JDK's scheduler";
    };
  }

  private Optional<String> answer(Cell virtual, String name) {
    Jdk jdk = virtual.series().jdk();
    Cell platform =
        new Cell(virtual.loop(), virtual.connections(), new Series(jdk, new Threading.Platform()));
    boolean open = virtual.loop() == Loop.OPEN;
    return results
        .ratio(virtual, platform, open ? Measure.P99 : Measure.RATE)
        .map(
            first ->
                block(virtual.loop(), virtual.connections())
                    + (plan.jdks().size() == 1 ? "" : ", JDK " + jdk.release())
                    + (open ? ": the p99 of " + name + " is " : ": " + name + " do ")
                    + times(first)
                    + (open ? " that of platform threads" : " the rate of platform threads")
                    + results
                        .ratio(virtual, platform, Measure.CPU)
                        .map(cpu -> ", with " + times(cpu) + " the CPU a request")
                        .orElse("")
                    + results
                        .ratio(virtual, platform, Measure.MEMORY)
                        .map(memory -> " and " + times(memory) + " the memory a connection")
                        .orElse(""));
  }

  private static String times(Spread ratio) {
    return Figures.number(ratio.median())
        + (ratio.count() == 1 ? "" : " (" + Figures.range(ratio) + ")")
        + " times";
  }

  /** What is to be known before the figures are believed. */
  List<String> doubts() {
    List<String> doubts = new ArrayList<>();
    if (results.rounds().size() == 1) {
      doubts.add("one round has no spread: nothing here tells a difference from chance");
    }
    if (plan.duration().toMillis() < 1_000) {
      doubts.add("rounds this short measure code that has hardly been compiled: a look, no result");
    }
    Map<String, List<String>> warned = new LinkedHashMap<>();
    for (Cell cell : plan.cells()) {
      failures(cell).ifPresent(doubts::add);
      timeouts(cell).ifPresent(doubts::add);
      Map<String, Integer> counts = warnings(cell);
      counts.forEach(
          (warning, count) ->
              warned
                  .computeIfAbsent(warning, key -> new ArrayList<>())
                  .add("%s (%d of %d)".formatted(cell(cell), count, results.measured(cell))));
    }
    warned.forEach((warning, cells) -> doubts.add(warning + ": " + String.join(", ", cells)));
    return doubts;
  }

  private Optional<String> failures(Cell cell) {
    List<String> reasons = results.failures(cell);
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s failed in %d of %d rounds: %s"
                .formatted(
                    cell(cell),
                    reasons.size(),
                    reasons.size() + results.measured(cell),
                    reasons.stream().distinct().collect(Collectors.joining("; "))));
  }

  /** Only a pool that its clients exceed has any and yet did not fail. */
  private Optional<String> timeouts(Cell cell) {
    List<Long> counts =
        results.rounds().stream()
            .flatMap(round -> round.sample(cell).stream())
            .map(Sample::timeouts)
            .filter(count -> count > 0)
            .toList();
    return counts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: in %d of %d rounds clients got no connection in time (%s): what does not fit into the pool waits in the kernel's queue, and what does not fit there is lost"
                .formatted(
                    cell(cell),
                    counts.size(),
                    results.measured(cell),
                    counts.stream().map(Figures::count).collect(Collectors.joining(", "))));
  }

  private Map<String, Integer> warnings(Cell cell) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Round round : results.rounds()) {
      round.sample(cell).map(Sample::warnings).orElse(List.of()).stream()
          .map(Words::general)
          .distinct()
          .forEach(warning -> counts.merge(warning, 1, Integer::sum));
    }
    return counts;
  }

  /** Without the figures of the round, so that those of all rounds are one. */
  private static String general(String warning) {
    return WARNINGS.entrySet().stream()
        .filter(each -> warning.startsWith(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(
            warning.contains("were intended")
                ? "the intended rate was not achieved, and the latency is that of a backlog"
                : warning);
  }
}
