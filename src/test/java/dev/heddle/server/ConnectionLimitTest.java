package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.tasks.Threading;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConnectionLimitTest {
  @Test
  void notice_moreThanThePoolHasThreads_namesBoth() {
    assertEquals(
        Optional.of("--max-connections 5 is capped at 4, the threads of the pool"),
        notice(new Threading.Pool(4), 5));
  }

  @Test
  void notice_whatWasAskedForIsKept_isNone() {
    assertEquals(Optional.empty(), notice(new Threading.Pool(4), 4));
    assertEquals(Optional.empty(), notice(new Threading.Virtual(), 5));
  }

  private static Optional<String> notice(Threading threading, int maxConnections) {
    return ConnectionLimit.notice(
        ServerConfig.builder().threading(threading).maxConnections(maxConnections).build());
  }
}
