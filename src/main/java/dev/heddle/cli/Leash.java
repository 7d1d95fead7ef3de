package dev.heddle.cli;

import java.io.IOException;

/**
 * Ends this process when the one that started it is gone, however that ended: its standard input is
 * a pipe of which that one holds the other end, and nothing is ever written to it.
 */
final class Leash {
  private static final String PROPERTY = "heddle.leash";

  private Leash() {}

  /** Takes it on, if this process has been started with {@code -Dheddle.leash=true}. */
  static void takeOn() {
    if (Boolean.getBoolean(PROPERTY)) {
      Thread.ofPlatform().daemon().name("leash").start(Leash::hold);
    }
  }

  private static void hold() {
    try {
      while (System.in.read() >= 0) {
        // nothing is asked here
      }
    } catch (IOException e) {
      // as good as an end
    }
    Runtime.getRuntime().halt(ExitCode.TERMINATED.number());
  }
}
