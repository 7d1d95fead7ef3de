package dev.heddle.load;

import dev.heddle.load.LoadProgress.Phase;
import dev.heddle.stats.Latencies;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Threading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Loads a server: a thread for each connection, or a few loops for all, in one scope with one that
 * conducts.
 *
 * <pre>
 *   conductor: connect all -> begin -> warm-up -> measure -> await what is in flight -> report
 *   slot:      open -> await the beginning -> (pace -> write -> yield -> read, check, record)*
 * </pre>
 *
 * <p>{@link #run} is called once; {@link #stop} and {@link #progress} by any thread meanwhile.
 */
public final class Load {
  private static final long LONGEST_TICK_MILLIS = 100;

  private final LoadPlan plan;
  private final Optional<ServerProcess> server;
  private final Stop stop = Stop.onRequest();
  private final Errors errors = new Errors();
  private final Batch.Recorders recorders = new Batch.Recorders();
  private final Start start;
  private final List<Driver> drivers = new ArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private Latencies total = Latencies.NONE; // guarded by lock
  private long lastLook = System.nanoTime(); // guarded by lock

  private volatile Phase phase = Phase.REACHING;
  private volatile long phaseEnd;
  private volatile boolean hasFailed;

  public Load(LoadPlan plan, Optional<ServerProcess> server) {
    this.plan = plan;
    this.server = server;
    boolean areMany = plan.connections() > Runtime.getRuntime().availableProcessors();
    this.start = new Start(plan, areMany && plan.threading() instanceof Threading.Virtual);
  }

  /**
   * Blocks until the load is over, or {@link #stop} is called; what is in flight at the end is
   * waited for, as long as the timeout lets it.
   *
   * @throws LoadException if the target can't be reached at all
   * @throws ExecutionException if the load itself failed; of a thread that the machine refuses,
   *     with an {@link OutOfMemoryError} as its cause
   */
  public LoadReport run() throws LoadException, InterruptedException, ExecutionException {
    Dialogues dialogues = new Dialogues(plan, Reach.of(plan), errors);
    phase = Phase.CONNECTING;
    drivers.addAll(made(new Driver.Shared(dialogues, errors, recorders, start)));
    Conductor conductor = new Conductor();
    Tasks.runUntil(
        "load",
        stop,
        factory(),
        forks -> {
          try {
            for (int i = 0; i < drivers.size(); i++) {
              Driver driver = drivers.get(i);
              forks.fork("load-" + i, () -> drive(driver));
            }
            conductor.conduct();
          } finally {
            drivers.forEach(Driver::close);
          }
        });
    return conductor.report();
  }

  /** Who conducts waits for times, not for drivers: one that fails ends the load. */
  private void drive(Driver driver) throws Exception {
    try {
      driver.run();
    } catch (Exception | Error e) {
      hasFailed = true;
      throw e;
    }
  }

  /** Ends the load: nothing more is sent, and what is in flight is given up. Never blocks. */
  public void stop() {
    stop.request();
  }

  /** How far it is, and how the last while was. */
  public LoadProgress progress() {
    lock.lock();
    try {
      Latencies latest = drain();
      long now = System.nanoTime();
      double rate = latest.count() * 1e9 / Math.max(1, now - lastLook);
      lastLook = now;
      Phase current = phase;
      boolean hasEnd = current != Phase.REACHING && current != Phase.CONNECTING;
      long left = hasEnd ? Math.max(0, phaseEnd - now) : 0;
      return new LoadProgress(current, Duration.ofNanos(left), latest, rate, errors.total());
    } finally {
      lock.unlock();
    }
  }

  private List<Driver> made(Driver.Shared shared) {
    if (plan.hasLoops() && plan.threading() instanceof Threading.Pool(int size)) {
      int count = Math.min(size, plan.connections());
      return IntStream.range(0, count)
          .<Driver>mapToObj(i -> new Loop(i, count, plan, shared))
          .toList();
    }
    return IntStream.range(0, plan.connections())
        .<Driver>mapToObj(i -> new Slot(i, plan, shared))
        .toList();
  }

  private Latencies drain() {
    Latencies latest = recorders.latency().drain();
    total = total.plus(latest);
    return latest;
  }

  private Latencies total() {
    lock.lock();
    try {
      var unused = drain();
      return total;
    } finally {
      lock.unlock();
    }
  }

  private ThreadFactory factory() {
    return switch (plan.threading()) {
      case Threading.Virtual onJdk -> Thread.ofVirtual().factory();
      case Threading.Platform() -> Thread.ofPlatform().factory();
      case Threading.Pool(int size) -> Thread.ofPlatform().factory();
    };
  }

  /** Takes the load through its phases. Confined to the thread that runs it. */
  private final class Conductor {
    private final Duration tick =
        Duration.ofMillis(Math.clamp(plan.timeout().toMillis() / 8, 1, LONGEST_TICK_MILLIS));
    private Processor before = Processor.now();
    private Processor after = before;
    private Optional<ServerProcess.Sample> serverBefore = Optional.empty();
    private Optional<ServerProcess.Sample> serverAfter = Optional.empty();

    void conduct() throws InterruptedException, IOException {
      while (!start.areAllReady()) {
        if (isOverWithin(tick)) {
          return;
        }
        expire();
      }
      if (plan.conversation() == 0 && start.opened() == 0) {
        throw Reach.unreachable(plan.target(), reasons());
      }
      Window window = Window.of(plan, System.nanoTime());
      enter(Phase.WARM_UP, window.from());
      start.begin(window);
      if (!awaitUntil(window.from())) {
        return;
      }
      sample(true);
      enter(Phase.MEASURING, window.end());
      if (!awaitUntil(window.end())) {
        return;
      }
      sample(false);
      enter(Phase.ENDING, window.end() + plan.timeout().toNanos());
      awaitDrivers();
    }

    private void enter(Phase next, long end) {
      phaseEnd = end;
      phase = next;
    }

    private boolean isOverWithin(Duration time) throws InterruptedException {
      return stop.awaitWithin(time) || hasFailed;
    }

    /** Returns false when the load was stopped or failed meanwhile. */
    private boolean awaitUntil(long time) throws InterruptedException {
      for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
        if (isOverWithin(Duration.ofNanos(Math.min(left, tick.toNanos())))) {
          return false;
        }
        expire();
      }
      return true;
    }

    /** What is in flight at the end gets its reply, or is given up in time. */
    private void awaitDrivers() throws InterruptedException {
      while (!drivers.stream().allMatch(Driver::hasEnded)) {
        if (isOverWithin(tick)) {
          return;
        }
        expire();
      }
    }

    private void expire() {
      long limit = System.nanoTime() - plan.timeout().toNanos();
      drivers.forEach(driver -> driver.expire(limit));
    }

    private void sample(boolean isFirst) {
      after = Processor.now();
      serverAfter = server.flatMap(ServerProcess::sample);
      if (isFirst) {
        before = after;
        serverBefore = serverAfter;
      }
    }

    private String reasons() {
      return String.join(
          ", ",
          errors.snapshot().values().stream().map(LoadReport.Counted::first).distinct().toList());
    }

    LoadReport report() {
      boolean wasCut = phase == Phase.MEASURING && stop.isRequested();
      boolean wasMeasured = wasCut || phase == Phase.ENDING;
      if (wasCut && after.time() == before.time()) {
        sample(false);
      }
      double seconds = wasMeasured ? after.secondsSince(before) : 0;
      if (!stop.isRequested()) {
        long silent = drivers.stream().mapToLong(Driver::silent).sum();
        errors.add(ErrorKind.SILENT, silent, "a connection that got no right reply");
      }
      long answered = drivers.stream().mapToLong(Driver::answeredInWindow).sum();
      Latencies latency = total();
      Latencies service = plan.differ() ? recorders.service().drain() : latency;
      double cpu = after.ownSince(before);
      Optional<ServerUse> use =
          serverBefore.flatMap(
              first -> serverAfter.map(last -> last.since(first, answered, seconds)));
      return new LoadReport(
          plan,
          seconds,
          seconds > 0 ? answered / seconds : 0,
          latency,
          service,
          errors.snapshot(),
          drivers.stream().mapToLong(Driver::unsent).sum(),
          cpu,
          use,
          wasMeasured
              ? Warnings.of(
                  plan,
                  answered / seconds,
                  recorders.delay().drain(),
                  latency,
                  cpu,
                  after.idleSince(before))
              : List.of());
    }
  }
}
