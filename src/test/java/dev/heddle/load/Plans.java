package dev.heddle.load;

import dev.heddle.tasks.Threading;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
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
    String threads,
    List<String> sources) {
  static Plans of(String target) {
    return new Plans(target, 4, 500, 0, 1, 0, 5_000, "virtual", List.of());
  }

  Plans connections(int value) {
    return new Plans(
        target, value, millis, rate, pipeline, conversation, timeoutMillis, threads, sources);
  }

  Plans millis(long value) {
    return new Plans(
        target, connections, value, rate, pipeline, conversation, timeoutMillis, threads, sources);
  }

  Plans rate(double value) {
    return new Plans(
        target,
        connections,
        millis,
        value,
        pipeline,
        conversation,
        timeoutMillis,
        threads,
        sources);
  }

  Plans pipeline(int value) {
    return new Plans(
        target, connections, millis, rate, value, conversation, timeoutMillis, threads, sources);
  }

  Plans conversation(int value) {
    return new Plans(
        target, connections, millis, rate, pipeline, value, timeoutMillis, threads, sources);
  }

  Plans timeoutMillis(long value) {
    return new Plans(
        target, connections, millis, rate, pipeline, conversation, value, threads, sources);
  }

  Plans threads(String value) {
    return new Plans(
        target, connections, millis, rate, pipeline, conversation, timeoutMillis, value, sources);
  }

  Plans sources(String... values) {
    return new Plans(
        target,
        connections,
        millis,
        rate,
        pipeline,
        conversation,
        timeoutMillis,
        threads,
        List.of(values));
  }

  LoadPlan plan() throws UnknownHostException {
    List<InetAddress> from = new ArrayList<>();
    for (String source : sources) {
      from.add(InetAddress.getByName(source));
    }
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
        from,
        true);
  }

  LoadReport run() throws Exception {
    return new Load(plan(), Optional.empty()).run();
  }
}
