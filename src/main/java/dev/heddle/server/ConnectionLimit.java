package dev.heddle.server;

import dev.heddle.stats.OpenFiles;
import dev.heddle.tasks.Threading;
import java.util.Optional;

/** How many TCP connections a server takes at once. */
final class ConnectionLimit {
  /** Open files left for everything that is not a connection. */
  private static final int RESERVE = 200;

  private ConnectionLimit() {}

  /** What was asked for, or what the open-file limit leaves; never more than a pool has threads. */
  static int of(ServerConfig config) {
    int limit = config.maxConnections().orElseGet(ConnectionLimit::fromOpenFiles);
    return config.threading() instanceof Threading.Pool(int size) ? Math.min(size, limit) : limit;
  }

  /** What the user should know of a limit that is not the one that was asked for. */
  static Optional<String> notice(ServerConfig config) {
    int asked = config.maxConnections().orElse(0);
    return config.threading() instanceof Threading.Pool(int size) && asked > size
        ? Optional.of(
            "--max-connections %d is capped at %d, the threads of the pool".formatted(asked, size))
        : Optional.empty();
  }

  private static int fromOpenFiles() {
    return OpenFiles.now().map(files -> leaves(files.free())).orElse(Integer.MAX_VALUE);
  }

  private static int leaves(long free) {
    long limit = free > 2 * RESERVE ? free - RESERVE : free / 2;
    return Math.clamp(limit, 1, Integer.MAX_VALUE);
  }
}
