package dev.heddle.compare.report;

/** A part of a report is not as its format has it; the message says which, and not in what file. */
final class FormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  FormatException(String message) {
    super(message);
  }
}
