package dev.heddle.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What the cores were used for up to a moment.
 *
 * @param time of the moment, in nanoseconds
 * @param own what this process used
 * @param idle core seconds in which the machine had nothing to do, if it says so
 */
record Processor(long time, Duration own, OptionalDouble idle) {
  private static final Path STAT = Path.of("/proc/stat");
  private static final double TICKS = 100; // a second, in every Linux there is

  static Processor now() {
    return new Processor(
        System.nanoTime(),
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
        idleSeconds());
  }

  double secondsSince(Processor before) {
    return Math.max((time - before.time) / 1e9, 1e-9);
  }

  /** How many cores this process used. */
  double ownSince(Processor before) {
    return own.minus(before.own).toNanos() / 1e9 / secondsSince(before);
  }

  /** How many cores were idle. */
  OptionalDouble idleSince(Processor before) {
    return idle.isPresent() && before.idle.isPresent()
        ? OptionalDouble.of((idle.getAsDouble() - before.idle.getAsDouble()) / secondsSince(before))
        : OptionalDouble.empty();
  }

  private static OptionalDouble idleSeconds() {
    try {
      // cpu user nice system idle iowait ...
      String[] words = Files.readString(STAT, StandardCharsets.US_ASCII).split("\\s+", 7);
      double ticks = Double.parseDouble(words[4]) + Double.parseDouble(words[5]);
      return OptionalDouble.of(ticks / TICKS);
    } catch (IOException | RuntimeException e) {
      return OptionalDouble.empty(); // not Linux
    }
  }
}
