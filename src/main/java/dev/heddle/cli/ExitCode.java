package dev.heddle.cli;

/** What the process tells its caller when it ends. */
public enum ExitCode {
  /** Done. */
  DONE(0),
  /** It ran, and the result is a failure. */
  FAILURE(1),
  /** The command line was wrong. */
  USAGE(2),
  /** The machine or the environment does not allow it. */
  ENVIRONMENT(3),
  /** SIGHUP, when a terminal goes away: after a summary of what was done. */
  HANGUP(129),
  /** Ctrl-C, after a summary of what was done. */
  INTERRUPTED(130),
  /** SIGTERM, after a summary of what was done. */
  TERMINATED(143);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** Whether a signal ended it. */
  boolean isOfSignal() {
    return number > 128;
  }

  /** The number that the operating system sees. */
  public int number() {
    return number;
  }
}
