package dev.heddle.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Drives many connections of a closed loop over TCP from one thread, by a selector: it costs less a
 * request than a thread for each connection. Confined to that thread, but for {@link #close}.
 */
final class Loop implements Driver {
  private static final int BUFFER = 65_536;
  private static final int SELECT_MILLIS = 10;
  private static final long TICK = 50_000_000; // nanoseconds

  /** Connections made at once before the load begins: fewer than a server's queue holds. */
  private static final int OPENING = 256;

  private final LoadPlan plan;
  private final Shared shared;
  private final List<Line> lines = new ArrayList<>();
  private final Deque<Line> toOpen = new ArrayDeque<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final byte[] bytes = new byte[BUFFER];
  private Optional<Window> window = Optional.empty();
  private volatile boolean isClosed;
  private volatile boolean hasEnded;

  /**
   * @param first the first of its connections; it has each {@code step}th from there on
   */
  Loop(int first, int step, LoadPlan plan, Shared shared) {
    this.plan = plan;
    this.shared = shared;
    for (int i = first; i < plan.connections(); i += step) {
      lines.add(new Line(i, plan, shared, this));
    }
  }

  @Override
  public void run() throws IOException {
    try (Selector selector = Selector.open()) {
      prepare();
      long nextTick = System.nanoTime();
      while (!isOver()) {
        long now = System.nanoTime();
        begin(now);
        open(selector);
        if (now - nextTick >= 0) {
          nextTick = now + TICK;
          lines.forEach(line -> line.tick(now, selector));
        }
        if (window.isPresent() && lines.stream().allMatch(Line::isDone)) {
          return;
        }
        // Many replies to a look: which lines are done is looked at seldom.
        do {
          selector.select(Loop::ready, SELECT_MILLIS);
        } while (!isOver() && window.isPresent() && System.nanoTime() - nextTick < 0);
      }
    } finally {
      lines.forEach(Line::close);
      hasEnded = true;
    }
  }

  /** Connections that last are made before the load begins. */
  private void prepare() {
    if (plan.conversation() == 0) {
      toOpen.addAll(lines);
    } else {
      lines.forEach(line -> shared.start().ready(true));
    }
  }

  private void begin(long now) {
    if (window.isEmpty()) {
      window = shared.start().window();
      window.ifPresent(times -> lines.forEach(line -> line.begin(times, now)));
    }
  }

  private void open(Selector selector) {
    long opening = toOpen.isEmpty() ? 0 : lines.stream().filter(Line::isOpening).count();
    while (!toOpen.isEmpty() && opening++ < OPENING) {
      toOpen.remove().open(selector);
    }
  }

  private static void ready(SelectionKey key) {
    ((Line) key.attachment()).ready();
  }

  boolean isOver() {
    return isClosed || Thread.currentThread().isInterrupted();
  }

  /** For one read or write at a time. */
  ByteBuffer buffer() {
    return buffer;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public void expire(long limit) {} // a loop does so itself

  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public boolean hasEnded() {
    return hasEnded;
  }

  @Override
  public long answeredInWindow() {
    return lines.stream().mapToLong(Line::answeredInWindow).sum();
  }

  @Override
  public long unsent() {
    return 0;
  }

  @Override
  public long silent() {
    return lines.stream().filter(Line::isSilent).count();
  }
}
