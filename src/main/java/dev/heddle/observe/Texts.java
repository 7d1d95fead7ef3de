package dev.heddle.observe;

/** Bounds texts. */
final class Texts {
  private Texts() {}

  /**
   * Up to {@value ThreadTree#LONGEST} characters of it, the last an ellipsis if there were more.
   */
  static String shortened(String text) {
    return text.length() <= ThreadTree.LONGEST
        ? text
        : text.substring(0, ThreadTree.LONGEST - 1) + "…";
  }
}
