package dev.heddle.server;

import dev.heddle.tasks.Admission;
import dev.heddle.tasks.Threading;
import dev.heddle.tasks.loop.EventLoop;
import dev.heddle.tasks.loop.EventLoops;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The threads that sessions run on, of the kind that the configuration names, and the connections
 * that suit them.
 */
sealed interface SessionThreads extends Closeable {
  /** What the threads are called, and a number; those of event loops the loop's number as well. */
  String NAME = "session";

  /** The kind that may run on event loops. */
  Threading ON_LOOPS = new Threading.Virtual();

  /** Whether sessions of this kind run on event loops: then their sockets need channels. */
  static boolean areOnLoops(Threading threading) {
    return prefersLoops(threading) && EventLoops.areAvailable();
  }

  /** Not by {@code equals}: to link a record's takes 11 ms, of every start. */
  private static boolean prefersLoops(Threading threading) {
    return threading instanceof Threading.Virtual virtual
        && virtual.scheduler() == Threading.Scheduler.LOOPS;
  }

  /**
   * Opens threads of this kind; none is started.
   *
   * @throws IOException if the system refuses what event loops need
   */
  static SessionThreads open(Threading threading) throws IOException {
    return areOnLoops(threading)
        ? new OnLoops(new EventLoops(NAME))
        : new OfExecutor(threading, threading.open(NAME), new Admission());
  }

  /** The kind that they are. */
  Threading threading();

  /** To be called once, before the first connection. */
  void start();

  /**
   * Makes a connection of an accepted socket.
   *
   * @throws IOException if it is already broken
   */
  Connection connect(Socket socket) throws IOException;

  /** What owns the threads. */
  List<ExecutorService> executors();

  /** Sees to it that sessions which have just begun run beside busy ones; see {@link Admission}. */
  void letNewcomersIn();

  /**
   * Has sessions receive and send by {@link SocketCalls} from now on, if they run on event loops
   * and the machine has those. Takes some 30 to 70 ms of CPU the first time.
   */
  void useSocketCalls();

  /** Whether they do so. */
  boolean areUsingSocketCalls();

  /** What the user should know of these threads. */
  Optional<String> notice();

  /** Waits briefly for the sessions' threads, which are about to end. */
  default void await() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    executors().forEach(ExecutorService::shutdown);
    for (ExecutorService executor : executors()) {
      var unused = executor.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  /** Interrupts the sessions' threads and waits briefly for their end. */
  @Override
  default void close() {
    executors().forEach(ExecutorService::shutdownNow);
    try {
      await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Virtual threads on event loops. */
  record OnLoops(EventLoops loops, Map<EventLoop, Place> places) implements SessionThreads {
    OnLoops(EventLoops loops) {
      this(loops, loops.all().stream().collect(Collectors.toMap(Function.identity(), Place::new)));
    }

    @Override
    public Threading threading() {
      return ON_LOOPS;
    }

    @Override
    public void start() {
      loops.run();
    }

    @Override
    public Connection connect(Socket socket) throws IOException {
      return new LoopConnection(socket, Objects.requireNonNull(places.get(loops.next())));
    }

    @Override
    public List<ExecutorService> executors() {
      return loops.executors();
    }

    /** A loop runs whoever is new within a turn. */
    @Override
    public void letNewcomersIn() {}

    @Override
    public void useSocketCalls() {
      SocketCalls.find().ifPresent(calls -> places.values().forEach(place -> place.use(calls)));
    }

    @Override
    public boolean areUsingSocketCalls() {
      return places.values().stream().allMatch(place -> place.calls() != null);
    }

    @Override
    public Optional<String> notice() {
      return Optional.empty();
    }

    @Override
    public void close() {
      SessionThreads.super.close();
      try {
        loops.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Threads of any kind that an executor starts, and that block. */
  record OfExecutor(Threading asked, ExecutorService executor, Admission admission)
      implements SessionThreads {
    @Override
    public Threading threading() {
      return lacksLoops() ? new Threading.Virtual(Threading.Scheduler.JDK) : asked;
    }

    private boolean lacksLoops() {
      return prefersLoops(asked);
    }

    @Override
    public List<ExecutorService> executors() {
      return List.of(executor);
    }

    @Override
    public void start() {}

    @Override
    public Connection connect(Socket socket) throws IOException {
      return new StreamConnection(socket, executor, admission);
    }

    @Override
    public void letNewcomersIn() {
      admission.check();
    }

    @Override
    public void useSocketCalls() {}

    @Override
    public boolean areUsingSocketCalls() {
      return false;
    }

    @Override
    public Optional<String> notice() {
      return lacksLoops()
          ? Optional.of(
              "the JDK schedules the virtual threads, for event loops java needs"
                  + " --add-opens java.base/java.lang=ALL-UNNAMED")
          : Optional.empty();
    }
  }
}
