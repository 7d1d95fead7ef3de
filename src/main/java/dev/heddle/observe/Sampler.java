package dev.heddle.observe;

import dev.heddle.stats.ServerSnapshot;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes a {@link Sample} a second and keeps it in a {@link History}. {@link #run} belongs to one
 * thread; the history is everybody's.
 */
public final class Sampler {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Supplier<ServerSnapshot> server;
  private final Ticker ticker;
  private final InstantSource wallClock;
  private final ProcessMeter process = new ProcessMeter();
  private final ThreadMeter threads = new ThreadMeter();
  private final History history = new History();
  private long lastNanos; // of the newest sample

  /** {@code server} is asked once a second; it may block briefly and must not fail. */
  public Sampler(Supplier<ServerSnapshot> server, Ticker ticker, InstantSource wallClock) {
    this.server = server;
    this.ticker = ticker;
    this.wallClock = wallClock;
  }

  /** What has been sampled. */
  public History history() {
    return history;
  }

  /**
   * Samples at once and then every second, on the calling thread, until {@code stop} comes. Samples
   * keep to the seconds since the first: one that is late delays none.
   *
   * @throws InterruptedException if interrupted, which ends it as well
   */
  public void run(Stop stop) throws InterruptedException {
    Pace pace = new Pace(ticker.nanoTime(), PERIOD);
    do {
      sample();
    } while (!stop.awaitWithin(pace.untilNext(ticker.nanoTime())));
  }

  /** Takes one sample now. Not for two threads at once. */
  void sample() {
    Optional<Sample> before = history.latest();
    long now = ticker.nanoTime();
    double seconds = before.isEmpty() ? 0 : (now - lastNanos) / 1e9;
    lastNanos = now;
    ServerSnapshot counters = server.get();
    ServerSnapshot last = before.map(Sample::server).orElse(counters);
    history.add(
        new Sample(
            before.map(Sample::number).orElse(0L) + 1,
            wallClock.instant(),
            seconds,
            counters,
            rate(counters.connections() - last.connections(), seconds),
            rate(counters.greetings() - last.greetings(), seconds),
            rate(counters.datagrams() - last.datagrams(), seconds),
            process.read(seconds),
            threads.read()));
  }

  private static double rate(long count, double seconds) {
    return seconds > 0 ? count / seconds : 0;
  }
}
