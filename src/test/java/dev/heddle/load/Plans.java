package dev.heddle.load;

import dev.heddle.tasks.Threading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Loads that are short. */
record Plans(
    String target,
    int connections,
    long millis,
    double rate,
    int pipeline,
    int conversation,
    long timeoutMillis,
    String threads) {
  static Plans of(String target) {
    return new Plans(target, 4, 500, 0, 1, 0, 5_000, "virtual");
  }

  Plans connections(int value) {
    return new Plans(target, value, millis, rate, pipeline, conversation, timeoutMillis, threads);
  }

  Plans millis(long value) {
    return new Plans(
        target, connections, value, rate, pipeline, conversation, timeoutMillis, threads);
  }

  Plans rate(double value) {
    return new Plans(
        target, connections, millis, value, pipeline, conversation, timeoutMillis, threads);
  }

  Plans pipeline(int value) {
    return new Plans(
        target, connections, millis, rate, value, conversation, timeoutMillis, threads);
  }

  Plans conversation(int value) {
    return new Plans(target, connections, millis, rate, pipeline, value, timeoutMillis, threads);
  }

  Plans timeoutMillis(long value) {
    return new Plans(target, connections, millis, rate, pipeline, conversation, value, threads);
  }

  Plans threads(String value) {
    return new Plans(
        target, connections, millis, rate, pipeline, conversation, timeoutMillis, value);
  }

  LoadPlan plan() {
    return new LoadPlan(
        Target.parse(target),
        connections,
        Duration.ZERO,
        Duration.ofMillis(millis),
        rate,
        Arrivals.CONSTANT,
        pipeline,
        conversation,
        Duration.ofMillis(timeoutMillis),
        Threading.parse(threads),
        List.of(),
        true);
  }

  LoadReport run() throws Exception {
    return new Load(plan(), Optional.empty()).run();
  }
}
