package dev.heddle.compare.report;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What makes two runs runs of the same benchmark.
 *
 * @param benchmark its whole name
 * @param mode as the report calls it, such as {@code avgt}
 * @param threads that ran it at once
 * @param params its parameters by name
 */
public record Key(String benchmark, String mode, int threads, SortedMap<String, String> params) {
  private static final String THREADS = "threads";

  public Key {
    params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
  }

  /**
   * The value of a parameter; unless there is one of that name, {@code threads} is their number.
   */
  public Optional<String> value(String param) {
    if (params.containsKey(param)) {
      return Optional.of(params.get(param));
    }
    return param.equals(THREADS) ? Optional.of(Integer.toString(threads)) : Optional.empty();
  }

  /** The same for every value of the parameter. */
  public Key without(String param) {
    SortedMap<String, String> others = new TreeMap<>(params);
    boolean isThreadCount = others.remove(param) == null && param.equals(THREADS);
    return new Key(benchmark, mode, isThreadCount ? 0 : threads, others);
  }
}
