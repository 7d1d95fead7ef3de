package dev.heddle.compare.report;

import com.google.gson.JsonArray;
import java.util.Map;
import java.util.TreeMap;

/** The times of single operations in one fork: how often each was seen, over all iterations. */
final class Histogram {
  private final TreeMap<Double, Long> counts = new TreeMap<>();
  private long size;

  /** Of a fork as JMH writes it: iterations of pairs of a time and its count. */
  static Histogram of(JsonArray iterations, String place) {
    Histogram histogram = new Histogram();
    for (JsonArray iteration : Fields.arrays(iterations, place)) {
      for (JsonArray pair : Fields.arrays(iteration, place)) {
        if (pair.size() != 2) {
          throw new FormatException(place + " holds more than pairs of a time and its count");
        }
        histogram.add(Fields.number(pair.get(0), place), (long) Fields.number(pair.get(1), place));
      }
    }
    return histogram;
  }

  private void add(double time, long count) {
    if (Double.isFinite(time) && count > 0) {
      counts.merge(time, count, Long::sum);
      size += count;
    }
  }

  /** How many operations were timed. */
  long size() {
    return size;
  }

  double mean() {
    double sum = 0;
    for (Map.Entry<Double, Long> entry : counts.entrySet()) {
      sum += entry.getKey() * entry.getValue();
    }
    return sum / size;
  }

  /** The least time that at least {@code share} of the operations did not exceed. */
  double quantile(double share) {
    long rank = (long) Math.ceil(share * size);
    long seen = 0;
    for (Map.Entry<Double, Long> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey();
      }
    }
    return Double.NaN;
  }
}
