package dev.heddle.cli;

import dev.heddle.observe.History;
import dev.heddle.observe.Sample;
import dev.heddle.stats.Latencies;
import dev.heddle.web.Feed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Hands what is sampled to the page, with how long the server worked on messages meanwhile. {@link
 * #run} belongs to one thread; the feed is everybody's.
 */
final class LiveFeed {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final History history;
  private final Supplier<Latencies> handling;
  private final BooleanSupplier draining;
  private final Feed feed = new Feed(History.CAPACITY);

  LiveFeed(History history, Supplier<Latencies> handling, BooleanSupplier draining) {
    this.history = history;
    this.handling = handling;
    this.draining = draining;
  }

  Feed feed() {
    return feed;
  }

  /** Hands on until it is interrupted. */
  void run() throws InterruptedException {
    Latencies timesBefore = handling.get();
    Optional<Sample> before = Optional.empty();
    while (true) {
      for (Sample sample : history.awaitAfter(before.map(Sample::number).orElse(0L), LONGEST)) {
        Latencies times = handling.get();
        feed.add(
            LiveJson.of(
                sample, before.orElse(sample), times.minus(timesBefore), draining.getAsBoolean()));
        timesBefore = times;
        before = Optional.of(sample);
      }
    }
  }
}
