package dev.heddle.compare.report;

/** Which way a figure improves. */
public enum Direction {
  /** A rate. */
  HIGHER_IS_BETTER(1),
  /** A time, or what an operation uses up. */
  LOWER_IS_BETTER(-1);

  private final int sign;

  Direction(int sign) {
    this.sign = sign;
  }

  /** A difference turned so that more is better. */
  public double gain(double difference) {
    return sign * difference;
  }
}
