package dev.heddle.compare;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Corrects p-values for being many. */
final class PValues {
  private PValues() {}

  /**
   * By Benjamini and Hochberg (1995): of all differences that are below a level after it, no
   * greater share than that level is expected to be due to chance.
   *
   * @return the corrected values, in the order of {@code ps}
   */
  static double[] adjusted(List<Double> ps) {
    int count = ps.size();
    List<Integer> falling =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer each) -> ps.get(each)).reversed())
            .toList();
    double[] adjusted = new double[count];
    double least = 1;
    for (int i = 0; i < count; i++) {
      int index = falling.get(i);
      least = Math.min(least, ps.get(index) * count / (count - i));
      adjusted[index] = least;
    }
    return adjusted;
  }
}
