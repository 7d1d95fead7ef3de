package dev.heddle.load;

import dev.heddle.stats.LatencyRecorder;
import dev.heddle.tasks.Turn;

/**
 * The requests that are in flight on one connection, and what is kept of each. Confined to the
 * connection's thread, but for the counters once that has ended.
 */
final class Batch {
  private final int hint;
  private final Recorders recorders;
  private final boolean yields;
  private final Turn turn = new Turn();
  private final Window window;
  private final long[] intended;
  private int size;
  private long sent;
  private long lastAnswer;
  private long answeredInWindow;
  private boolean asked;
  private boolean answered;

  /**
   * Where latencies go.
   *
   * @param latency from the intended start
   * @param service from the write
   * @param delay from when a request could have been sent until it was
   */
  record Recorders(LatencyRecorder latency, LatencyRecorder service, LatencyRecorder delay) {
    Recorders() {
      this(new LatencyRecorder(), new LatencyRecorder(), new LatencyRecorder());
    }
  }

  /**
   * @param hint which of the recorders' stripes
   * @param most requests at once
   * @param yields whether others run between a write and the read of its replies
   */
  Batch(int hint, int most, Recorders recorders, Window window, boolean yields) {
    this.hint = hint;
    this.intended = new long[most];
    this.recorders = recorders;
    this.window = window;
    this.yields = yields;
  }

  void add(long start) {
    intended[size++] = start;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** There is no connection yet for the batch. */
  void connecting() {
    asked |= intended[0] >= window.from();
  }

  /**
   * They are about to be written.
   *
   * @param free since when the connection could have done so
   */
  void sending(long now, long free) {
    sent = now;
    if (intended[0] >= window.from()) {
      asked = true;
      if (window.isOpenLoop()) {
        recorders.delay().record(hint, now - Math.max(intended[0], free));
      }
    }
  }

  /**
   * They have been written: now others may, before the replies are read. By then those are there,
   * and the read does not park.
   */
  void written() {
    if (yields) {
      turn.step(1, true);
    }
  }

  /** The reply to the request {@code index} was right. */
  void answered(int index, long now) {
    lastAnswer = now;
    if (intended[index] < window.from()) {
      return;
    }
    answered = true;
    recorders.latency().record(hint, now - intended[index]);
    if (window.differ()) {
      recorders.service().record(hint, now - sent);
    }
    if (now < window.end()) {
      answeredInWindow++;
    }
  }

  /** When the last reply came. */
  long lastAnswer() {
    return lastAnswer;
  }

  long sent() {
    return sent;
  }

  long answeredInWindow() {
    return answeredInWindow;
  }

  /** Whether it has asked, while it was measured, and got nothing. */
  boolean isSilent() {
    return asked && !answered;
  }
}
