package dev.heddle.compare.report;

import org.jspecify.annotations.Nullable;

/** A report cannot be read; the message is one line with the file and the remedy. */
public final class ReportException extends Exception {
  private static final long serialVersionUID = 1;

  ReportException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
