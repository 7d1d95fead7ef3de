package dev.heddle.observe;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.consumer.RecordingStream;

/**
 * Tells where virtual threads pin their carriers, by the Flight Recorder's {@code
 * jdk.VirtualThreadPinned} (<a href="https://openjdk.org/jeps/349">JEP 349</a>), while somebody
 * watches. With nobody watching no recording is open.
 *
 * <pre>
 *   run:      waits for a watch -> records -> nobody has watched for some seconds -> waits again
 *   viewers:  watch ......................... close
 * </pre>
 *
 * <p>{@link #run} belongs to one thread, all else is for any.
 */
public final class Pinning {
  /**
   * What pinned for less is not told: so no carrier causes more than a thousand events a second.
   */
  public static final Duration THRESHOLD = Duration.ofMillis(1);

  /** How long it goes on after the last watch was closed. */
  public static final Duration LINGER = Duration.ofSeconds(5);

  private static final ThreadFactory PLATFORM = Thread.ofPlatform().daemon().factory();
  private static final long MOST_BYTES = 16L << 20;

  private final Duration linger;
  private final PinnedPlaces places = new PinnedPlaces();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private int watches;
  private boolean recording;
  private Optional<String> problem = Optional.empty();

  public Pinning() {
    this(LINGER);
  }

  Pinning(Duration linger) {
    this.linger = linger;
  }

  /** Somebody's interest in what is pinned. Closing it again does nothing. */
  public final class Watch implements AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();

    private Watch() {}

    /** As {@link Pinning#places}. */
    public List<PinnedPlace> places() {
      return places.all();
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        changeWatches(-1);
      }
    }
  }

  /** Has pinned carriers recorded, soon and until the watch is closed; does not block. */
  public Watch watch() {
    changeWatches(1);
    return new Watch();
  }

  /** Where carriers were pinned while somebody watched, the place that was seen last first. */
  public List<PinnedPlace> places() {
    return places.all();
  }

  /** Whether pinned carriers are recorded now. */
  public boolean isRecording() {
    lock.lock();
    try {
      return recording;
    } finally {
      lock.unlock();
    }
  }

  /** Why they are not although somebody watches; empty if they are, or soon will be. */
  public Optional<String> problem() {
    lock.lock();
    try {
      return problem;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Records whenever somebody watches, until it is interrupted; then no recording is open.
   *
   * <p>It records on a platform thread, in a scope of its own: to open the recorder takes long, and
   * pins.
   *
   * @throws InterruptedException always
   */
  public void run() throws InterruptedException {
    while (true) {
      awaitWatched();
      try {
        Tasks.runUntil(
            "pinning",
            Stop.onRequest(),
            PLATFORM,
            forks -> forks.fork("pinning recorder", this::record));
      } catch (ExecutionException | OutOfMemoryError e) {
        setState(false, Optional.of("the JDK's Flight Recorder does not record: " + reason(e)));
        awaitUnwatched();
      }
    }
  }

  private void record() throws InterruptedException, IOException {
    try (RecordingStream stream = new RecordingStream()) {
      stream.enable(PinnedEvents.NAME).withThreshold(THRESHOLD).withStackTrace();
      stream.setMaxSize(MOST_BYTES);
      stream.onEvent(PinnedEvents.NAME, event -> places.add(PinnedEvents.read(event)));
      stream.startAsync();
      setState(true, Optional.empty());
      awaitUnwatched();
    } finally {
      setState(false, Optional.empty());
    }
  }

  private void changeWatches(int change) {
    lock.lock();
    try {
      watches += change;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void setState(boolean isRecording, Optional<String> why) {
    lock.lock();
    try {
      recording = isRecording;
      problem = why;
    } finally {
      lock.unlock();
    }
  }

  private void awaitWatched() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (watches == 0) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nobody has watched for as long as it lingers. */
  private void awaitUnwatched() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.NANOSECONDS.convert(linger);
      while (left > 0) {
        if (watches > 0) {
          changed.await();
          left = TimeUnit.NANOSECONDS.convert(linger);
        } else {
          left = changed.awaitNanos(left);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
