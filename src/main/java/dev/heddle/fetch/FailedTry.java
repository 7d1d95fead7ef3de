package dev.heddle.fetch;

import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/** A try that did not bring the content. The message is told to people. */
final class FailedTry extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final boolean mayPass;
  private final transient Optional<Duration> asked;

  private FailedTry(
      String reason, boolean mayPass, Optional<Duration> asked, Optional<Throwable> cause) {
    super(reason, cause.orElse(null));
    this.mayPass = mayPass;
    this.asked = asked;
  }

  /** What is the same next time. */
  static FailedTry forGood(String reason) {
    return new FailedTry(reason, false, Optional.empty(), Optional.empty());
  }

  /** What is the same next time. */
  static FailedTry forGood(String reason, Throwable cause) {
    return new FailedTry(reason, false, Optional.empty(), Optional.of(cause));
  }

  /** What may pass, after {@code asked} if the server says so. */
  static FailedTry forNow(String reason, Optional<Duration> asked) {
    return new FailedTry(reason, true, asked, Optional.empty());
  }

  /** What may pass. */
  static FailedTry forNow(String reason, Throwable cause) {
    return new FailedTry(reason, true, Optional.empty(), Optional.of(cause));
  }

  /** Whether another try may succeed. */
  boolean mayPass() {
    return mayPass;
  }

  /** How long the server asks to wait. */
  Optional<Duration> asked() {
    return asked;
  }
}
