package dev.heddle.fetch;

import dev.heddle.fetch.Outcome.Result;
import dev.heddle.fetch.Schedule.Turn;
import dev.heddle.fetch.files.Destination;
import dev.heddle.fetch.files.Destinations;
import dev.heddle.fetch.files.FileNames;
import dev.heddle.fetch.http.Backoff;
import dev.heddle.fetch.http.Client;
import dev.heddle.fetch.http.Connections;
import dev.heddle.fetch.http.HttpUrl;
import dev.heddle.fetch.http.Limit;
import dev.heddle.fetch.http.Lookups;
import dev.heddle.fetch.http.Origin;
import dev.heddle.fetch.http.UrlException;
import dev.heddle.fetch.http.Watchdog;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One run: entries come in, files come out, and each entry gets one outcome.
 *
 * <pre>
 *   entries -> list -> schedule -> a thread for each URL -> files, outcomes
 * </pre>
 *
 * <p>All threads are children of one scope: none outlives {@link #run}.
 */
public final class Fetch {
  /** Entries that are held: so many are looked over for hosts that have less to do. */
  private static final int WINDOW = 10_000;

  /**
   * Connections that are kept while nobody uses them, at least: several for each host of fifty, to
   * which a slot comes back in turn. With their buffers they take 16 MiB outside the heap.
   */
  private static final int IDLE = 256;

  private final FetchConfig config;
  private final Entries entries;
  private final Destinations destinations;
  private final FetchEvents events;
  private final Ticker ticker = Ticker.system();
  private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
  private final Stop ends = Stop.onRequest();
  private final Stop done = Stop.onRequest();
  private final AtomicBoolean won = new AtomicBoolean();
  private final LongAdder bytes = new LongAdder();
  private final LongConsumer meter = bytes::add;
  private final BooleanSupplier mayCommit = this::mayCommit;
  private final AtomicLong known = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();

  /** What was offered and has not ended. */
  private final Map<Job, Long> open = new ConcurrentHashMap<>();

  /** What runs, and since when. */
  private final Map<Job, Long> running = new ConcurrentHashMap<>();

  private final Lookups lookups;
  private final Connections connections;
  private final Client client;
  private final Schedule schedule;
  private final Watchdog watchdog = new Watchdog(ticker, done);
  private volatile boolean allKnown;
  private volatile @Nullable IOException listFailure;
  private @Nullable Destination shared; // the list's

  public Fetch(FetchConfig config, Entries entries, Destinations destinations, FetchEvents events) {
    this.config = config;
    this.entries = entries;
    this.destinations = destinations;
    this.events = events;
    Duration connect = config.limits().getOrDefault(Limit.CONNECT, Duration.ZERO);
    this.lookups = new Lookups(config.lookUps(), connect);
    this.connections = new Connections(config.tls(), Math.max(IDLE, config.atOnce()));
    this.client = new Client(config.proxies(), connections);
    this.schedule =
        new Schedule(
            config.atOnce(),
            config.perHost(),
            Math.max(WINDOW, config.atOnce()),
            origin -> lookups.find(client.route(origin).host()));
  }

  /**
   * Fetches all entries. Blocks until each has its outcome, or {@link #cancel} was called.
   *
   * @throws IOException if the list could not be read to its end; what was read of it was fetched
   * @throws ExecutionException if a thread failed, for a fault of ours
   * @throws InterruptedException if the caller was interrupted; all has been cancelled
   */
  public void run() throws IOException, ExecutionException, InterruptedException {
    try (lookups;
        connections) {
      Tasks.runUntil("fetch", ends, config.threads(), this::dispatch);
    } finally {
      open.keySet().stream()
          .sorted(Comparator.comparingLong(job -> job.entry().number()))
          .forEach(
              job ->
                  end(
                      Outcome.without(
                          job.entry(), Result.CANCELLED, Optional.empty(), "not begun")));
    }
    IOException failure = listFailure;
    if (failure != null) {
      throw failure;
    }
  }

  /** Cancels all that runs, and begins nothing more. For any thread; never blocks for long. */
  public void cancel() {
    schedule.close();
    ends.request();
  }

  /** How far it is. */
  public FetchProgress progress() {
    long now = ticker.nanoTime();
    Optional<Map.Entry<Job, Long>> slowest =
        running.entrySet().stream().min(Map.Entry.comparingByValue(Comparator.naturalOrder()));
    long endedNow = ended.get(); // before what is known, which is never less
    return new FetchProgress(
        known.get(),
        allKnown,
        running.size(),
        endedNow,
        bytes.sum(),
        slowest.map(each -> each.getKey().url().origin().authority()),
        Duration.ofNanos(slowest.map(each -> now - each.getValue()).orElse(0L)));
  }

  private void dispatch(Tasks.Forks forks) throws InterruptedException {
    forks.fork("time limits", orClose(watchdog));
    forks.fork("list", orClose(this::readList));
    for (Optional<Turn> next = schedule.take(); next.isPresent(); next = schedule.take()) {
      Turn turn = next.get();
      forks.fork(turn.job().url().origin().host(), () -> transfer(turn));
    }
    done.request();
  }

  /** Who dispatches waits for the schedule alone: if the work fails, that must not go on. */
  private Tasks.Work orClose(Tasks.Work work) {
    return () -> {
      try {
        work.run();
      } catch (Throwable e) {
        schedule.close();
        throw e;
      }
    };
  }

  private void transfer(Turn turn) {
    Job job = turn.job();
    running.put(job, ticker.nanoTime());
    try {
      Outcome outcome =
          new Transfer(config, client, watchdog, backoff, ticker, turn, meter, mayCommit).run();
      open.remove(job);
      end(outcome); // before its slot is another's: the outcomes of one slot have an order
    } catch (RuntimeException | Error e) {
      schedule.close(); // as orClose, without a lambda more for each URL
      throw e;
    } finally {
      running.remove(job);
      turn.done();
    }
  }

  /** In a race, the first alone. */
  private boolean mayCommit() {
    return config.ends() != FetchConfig.Ends.AT_FIRST_SUCCESS || won.compareAndSet(false, true);
  }

  private void end(Outcome outcome) {
    ended.incrementAndGet();
    events.ended(outcome);
    boolean isSuccess = outcome.result() == Result.FETCHED || outcome.result() == Result.KEPT;
    boolean isLast =
        switch (config.ends()) {
          case WHEN_ALL_ARE -> false;
          case AT_FIRST_FAILURE -> outcome.result() == Result.FAILED;
          case AT_FIRST_SUCCESS -> isSuccess;
        };
    if (isLast) {
      cancel();
    }
  }

  private void readList() throws InterruptedException {
    try {
      for (Optional<Entry> next = entries.next(); next.isPresent(); next = entries.next()) {
        known.incrementAndGet();
        if (!add(next.get())) {
          return;
        }
      }
    } catch (IOException e) {
      listFailure = e;
    }
    allKnown = true;
    schedule.end();
  }

  /** Returns whether more are wanted. */
  private boolean add(Entry entry) throws InterruptedException {
    HttpUrl url;
    Destination destination;
    try {
      url = HttpUrl.parse(entry.text());
      destination = destination(url);
    } catch (UrlException e) {
      end(failed(entry, String.valueOf(e.getMessage())));
      return true;
    } catch (IOException e) {
      end(failed(entry, String.valueOf(new SinkException(e).getMessage())));
      return true;
    }
    if (destination.isKept()) {
      end(Outcome.without(entry, Result.KEPT, destination.file(), "it was there"));
      return true;
    }
    Job job = new Job(entry, url, destination);
    open.put(job, entry.number());
    return schedule.offer(job);
  }

  private static Outcome failed(Entry entry, String reason) {
    return Outcome.without(entry, Result.FAILED, Optional.empty(), reason);
  }

  /** Mirrors of each other have one destination, by the name of the first. */
  private Destination destination(HttpUrl url) throws IOException {
    if (config.ends() != FetchConfig.Ends.AT_FIRST_SUCCESS) {
      return destinations.next(name(url));
    }
    Destination first = shared == null ? destinations.next(name(url)) : shared;
    shared = first;
    return first;
  }

  private static String name(HttpUrl url) {
    Origin origin = url.origin();
    return FileNames.of(
        origin.host(), origin.hasDefaultPort() ? 0 : origin.port(), url.path(), url.query());
  }
}
