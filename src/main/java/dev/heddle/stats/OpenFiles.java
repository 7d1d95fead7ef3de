package dev.heddle.stats;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * The files that this process has open, sockets among them.
 *
 * @param open how many it has
 * @param most how many it may have
 */
public record OpenFiles(long open, long most) {
  /**
   * As it is now; nothing on a system that does not count sockets as files, nor where no further
   * one can be opened: the JDK opens one to count them.
   */
  public static Optional<OpenFiles> now() {
    try {
      return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
          ? Optional.of(
              new OpenFiles(unix.getOpenFileDescriptorCount(), unix.getMaxFileDescriptorCount()))
          : Optional.empty();
    } catch (InternalError e) {
      return Optional.empty();
    }
  }

  /** How many more it may open. */
  public long free() {
    return most - open;
  }
}
