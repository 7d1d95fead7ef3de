package dev.heddle.server;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.heddle.tasks.Threading;
import java.lang.management.ManagementFactory;

/** How many TCP connections a server takes at once. */
final class ConnectionLimit {
  /** Open files left for everything that is not a connection. */
  private static final int RESERVE = 200;

  private ConnectionLimit() {}

  /** What was asked for, or what the open-file limit leaves; never more than a pool has threads. */
  static int of(ServerConfig config) {
    int limit = config.maxConnections().orElseGet(ConnectionLimit::fromOpenFiles);
    return switch (config.threading()) {
      case Threading.Pool(int size) -> Math.min(size, limit);
      case Threading.Virtual unbounded -> limit;
      case Threading.Platform unbounded -> limit;
    };
  }

  private static int fromOpenFiles() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return Integer.MAX_VALUE; // not a system that counts sockets as files
    }
    long free = unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount();
    long limit = free > 2 * RESERVE ? free - RESERVE : free / 2;
    return Math.clamp(limit, 1, Integer.MAX_VALUE);
  }
}
