package dev.heddle.load;

import java.util.SplittableRandom;

/** Says when a connection sends its requests. Confined to the connection's thread. */
sealed interface Pacer {
  /**
   * Puts the next requests into the batch, waiting until the first of them is due; none at the end
   * of the load.
   *
   * @param most how many at once
   * @param now the time
   * @throws InterruptedException if the load was stopped meanwhile
   */
  void fill(Batch batch, int most, long now) throws InterruptedException;

  /** How many requests were due and have not been sent. */
  long unsent();

  static Pacer of(LoadPlan plan, Window window, int connection) {
    if (!plan.isOpen()) {
      return new Closed(window);
    }
    double gap = 1e9 * plan.connections() / plan.rate();
    return switch (plan.arrivals()) {
      case CONSTANT -> new Open(window, () -> gap, gap * (connection + 0.5) / plan.connections());
      case POISSON -> {
        SplittableRandom random = new SplittableRandom(31L * connection + 9_999);
        Gaps gaps = () -> -gap * Math.log(1 - random.nextDouble());
        yield new Open(window, gaps, gaps.next());
      }
    };
  }

  /** Nanoseconds from one request to the next. */
  @FunctionalInterface
  interface Gaps {
    double next();
  }

  /** As soon as the requests before are answered. */
  record Closed(Window window) implements Pacer {
    @Override
    public void fill(Batch batch, int most, long now) {
      if (now < window.end()) {
        for (int i = 0; i < most; i++) {
          batch.add(now);
        }
      }
    }

    @Override
    public long unsent() {
      return 0;
    }
  }

  /**
   * At times of their own; what is late goes at once. A connection that has sent its last request
   * stays to the end: a server that has ever fewer connections would be measured otherwise.
   */
  final class Open implements Pacer {
    private static final long MILLI = 1_000_000;

    /** Until what the server uses has been looked at. */
    private static final long BEYOND_THE_END = 100 * MILLI;

    private final Window window;
    private final Gaps gaps;
    private double due; // since the start

    Open(Window window, Gaps gaps, double first) {
      this.window = window;
      this.gaps = gaps;
      this.due = first;
    }

    @Override
    public void fill(Batch batch, int most, long before) throws InterruptedException {
      if (next() >= window.end() || before >= window.latest()) {
        awaitTime(window.end() + BEYOND_THE_END, before);
        return;
      }
      long now = awaitTime(next(), before);
      while (batch.size() < most && next() <= now && next() < window.end()) {
        batch.add(next());
        due += gaps.next();
      }
    }

    @Override
    public long unsent() {
      long count = 0;
      while (next() < window.end()) {
        count++;
        due += gaps.next();
      }
      return count;
    }

    private long next() {
      return window.start() + (long) due;
    }

    private static long awaitTime(long time, long before) throws InterruptedException {
      long now = before;
      while (time > now) {
        Thread.sleep((time - now) / MILLI, (int) ((time - now) % MILLI));
        now = System.nanoTime();
      }
      return now;
    }
  }
}
