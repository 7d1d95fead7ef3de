package dev.heddle.soak;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What the clients of a siege have seen. Thread-safe. */
final class Tally {
  /** Latencies are counted in steps of 0.1 ms up to 10 s. */
  private static final int STEP_MICROS = 100;

  private static final int STEPS = 100_000;
  private static final int FAULTS_KEPT = 20;

  private final AtomicLongArray latencies = new AtomicLongArray(STEPS);
  private final LongAdder greetings = new LongAdder();
  private final LongAdder conversations = new LongAdder();
  private final LongAdder faulty = new LongAdder();
  private final Collection<String> faults = new ConcurrentLinkedQueue<>();
  private final Map<Hostile, LongAdder> attacks = new EnumMap<>(Hostile.class);

  Tally() {
    for (Hostile kind : Hostile.values()) {
      attacks.put(kind, new LongAdder());
    }
  }

  /** A greeting came, right in every byte. */
  void greeted(long nanos) {
    greetings.increment();
    latencies.incrementAndGet(Math.clamp(nanos / 1_000 / STEP_MICROS, 0, STEPS - 1));
  }

  /** A polite client has said exit and been let go. */
  void conversed() {
    conversations.increment();
  }

  /** A greeting was wrong or missing. */
  void fault(String what) {
    faulty.increment();
    if (faults.size() < FAULTS_KEPT) {
      faults.add(what);
    }
  }

  void attacked(Hostile kind) {
    adder(kind).increment();
  }

  long greetings() {
    return greetings.sum();
  }

  long conversations() {
    return conversations.sum();
  }

  long faulty() {
    return faulty.sum();
  }

  /** The first faults, and a last line with their number if there are more. */
  List<String> faults() {
    List<String> first = List.copyOf(faults);
    return faulty.sum() == first.size() ? first : List.of(first + " of " + faulty.sum());
  }

  long attacks(Hostile kind) {
    return adder(kind).sum();
  }

  /** The latency in milliseconds that this share of the greetings did not exceed. */
  double latencyMillis(double share) {
    long rank = (long) Math.ceil(share * greetings());
    long seen = 0;
    for (int i = 0; i < STEPS; i++) {
      seen += latencies.get(i);
      if (seen >= rank) {
        return (i + 1) * STEP_MICROS / 1_000.0;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private LongAdder adder(Hostile kind) {
    LongAdder adder = attacks.get(kind);
    if (adder == null) {
      throw new AssertionError("every kind has one");
    }
    return adder;
  }
}
