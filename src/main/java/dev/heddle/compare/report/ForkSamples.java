package dev.heddle.compare.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;

/**
 * The samples of a metric of JMH, one from each fork: iterations of a fork share its luck (the
 * layout of its memory, what its compiler chose), so they say nothing of the next fork.
 */
final class ForkSamples {
  private ForkSamples() {}

  /** The mean of each fork; without raw data the score is the only sample. */
  static List<Double> of(Fields metric) {
    List<Histogram> histograms = histograms(metric);
    if (!histograms.isEmpty()) {
      return finite(histograms.stream().map(Histogram::mean).toList());
    }
    List<Double> means =
        metric
            .array("rawData")
            .map(forks -> means(forks, metric.place() + ", 'rawData'"))
            .orElse(List.of());
    return finite(means.isEmpty() ? metric.number("score").stream().toList() : means);
  }

  /** The histograms of the forks that timed anything; none but in the mode {@code sample}. */
  static List<Histogram> histograms(Fields metric) {
    String place = metric.place() + ", 'rawDataHistogram'";
    return metric.array("rawDataHistogram").stream()
        .flatMap(forks -> Fields.arrays(forks, place).stream())
        .map(fork -> Histogram.of(fork, place))
        .filter(histogram -> histogram.size() > 0)
        .toList();
  }

  private static List<Double> means(JsonArray forks, String place) {
    List<Double> means = new ArrayList<>();
    for (JsonArray fork : Fields.arrays(forks, place)) {
      means.add(mean(fork, place));
    }
    return means;
  }

  private static double mean(JsonArray iterations, String place) {
    double sum = 0;
    int count = 0;
    for (JsonElement iteration : iterations) {
      double score = Fields.number(iteration, place);
      if (Double.isFinite(score)) {
        sum += score;
        count++;
      }
    }
    return sum / count;
  }

  private static List<Double> finite(List<Double> samples) {
    return samples.stream().filter(Double::isFinite).toList();
  }
}
