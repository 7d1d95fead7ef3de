package dev.heddle.compare;

/** What a comparison comes to. */
public enum Verdict {
  WORSE("worse"),
  BETTER("better"),
  TOO_FEW_SAMPLES("too few samples"),
  SAME("same");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** In words. */
  public String text() {
    return text;
  }
}
