package dev.heddle.load;

import java.util.Locale;

/** How the requests of an open loop are spread over time. */
public enum Arrivals {
  /** At random, independent of each other, as those of many strangers are. */
  POISSON,
  /** At equal distances. */
  CONSTANT;

  /** As reports name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
