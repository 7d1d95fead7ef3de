package dev.heddle.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Whether this process may open as many files as it has been asked to. */
final class OpenFiles {
  /** So few are there on every system. */
  private static final int FEW = 200;

  private static final int RESERVE = 50;

  private OpenFiles() {}

  /** What to say if there are too few for {@code connections}. */
  static Optional<String> lackFor(int connections) {
    if (connections <= FEW
        || !(ManagementFactory.getOperatingSystemMXBean()
            instanceof UnixOperatingSystemMXBean unix)) {
      return Optional.empty();
    }
    long needed = connections + RESERVE + unix.getOpenFileDescriptorCount();
    long allowed = unix.getMaxFileDescriptorCount();
    return needed <= allowed
        ? Optional.empty()
        : Optional.of(
            "needs %d open files and this process may have %d: lower it, or raise 'ulimit -n'"
                .formatted(needed, allowed));
  }
}
