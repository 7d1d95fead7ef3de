package dev.heddle.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts errors by kind and keeps the first of each. Thread-safe. */
final class Errors {
  private final Map<ErrorKind, LongAdder> counts = new EnumMap<>(ErrorKind.class);
  private final Map<ErrorKind, AtomicReference<@Nullable String>> firsts =
      new EnumMap<>(ErrorKind.class);

  Errors() {
    for (ErrorKind kind : ErrorKind.values()) {
      counts.put(kind, new LongAdder());
      firsts.put(kind, new AtomicReference<>());
    }
  }

  @SuppressWarnings("NullAway") // every kind has both
  void add(ErrorKind kind, long count, String what) {
    if (count > 0) {
      counts.get(kind).add(count);
      firsts.get(kind).compareAndSet(null, what);
    }
  }

  /** Counts one by what was thrown. */
  void add(IOException e) {
    String said = Reach.said(e);
    String lower = said.toLowerCase(Locale.ROOT);
    ErrorKind kind =
        switch (e) {
          case LoadException known -> known.kind();
          case ConnectException refused when lower.contains("refused") -> ErrorKind.REFUSED;
          case SocketTimeoutException late -> ErrorKind.TIMEOUT;
          default ->
              lower.contains("reset") || lower.contains("broken pipe")
                  ? ErrorKind.RESET
                  : ErrorKind.UNREACHABLE;
        };
    add(kind, 1, said);
  }

  static LoadException late(LoadPlan plan) {
    return new LoadException(
        ErrorKind.TIMEOUT, "no reply within " + plan.timeout().toMillis() + " ms");
  }

  long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Those that occurred. */
  Map<ErrorKind, LoadReport.Counted> snapshot() {
    Map<ErrorKind, LoadReport.Counted> all = new EnumMap<>(ErrorKind.class);
    counts.forEach(
        (kind, count) -> {
          if (count.sum() > 0) {
            all.put(kind, new LoadReport.Counted(count.sum(), first(kind)));
          }
        });
    return all;
  }

  @SuppressWarnings("NullAway") // every kind has one
  private String first(ErrorKind kind) {
    String first = firsts.get(kind).get();
    return first == null ? "" : first;
  }
}
