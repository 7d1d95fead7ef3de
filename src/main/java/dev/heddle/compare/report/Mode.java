package dev.heddle.compare.report;

import java.util.Arrays;
import java.util.Optional;

/** The modes of JMH, each with the way its score improves. */
enum Mode {
  THROUGHPUT("thrpt", Direction.HIGHER_IS_BETTER),
  AVERAGE_TIME("avgt", Direction.LOWER_IS_BETTER),
  SAMPLE_TIME("sample", Direction.LOWER_IS_BETTER),
  SINGLE_SHOT("ss", Direction.LOWER_IS_BETTER);

  private final String code;
  private final Direction direction;

  Mode(String code, Direction direction) {
    this.code = code;
    this.direction = direction;
  }

  /** The mode that reports call {@code code}. */
  static Optional<Mode> of(String code) {
    return Arrays.stream(values()).filter(mode -> mode.code.equals(code)).findFirst();
  }

  /** As reports call it. */
  String code() {
    return code;
  }

  Direction direction() {
    return direction;
  }
}
