package dev.heddle.stats;

/** Counts as people read them. */
public final class Counted {
  private Counted() {}

  /**
   * Such as {@code 1 connection} or {@code 2 connections}.
   *
   * @param one the name of one of them, which an s makes that of several
   */
  public static String of(long count, String one) {
    return count + " " + one + (count == 1 ? "" : "s");
  }
}
