package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Clients;
import dev.heddle.testing.HeddleProcess;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM while a hundred clients talk: every message that was there is answered, then a FIN. */
@Timeout(180)
final class StopUnderLoadIT {
  private static final int ROUNDS = 4;
  private static final int CLIENTS = 100;

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "virtual:jdk", "platform", "pool:100"})
  void sigterm_hundredActiveClients_allAnsweredThenFin(String threads) throws Exception {
    long answered = 0;
    for (int round = 0; round < ROUNDS; round++) {
      answered += stopUnderLoad(threads);
    }
    System.out.printf(
        "case 16, %s: %d rounds of %d clients, %d greetings, none lost%n",
        threads, ROUNDS, CLIENTS, answered);
  }

  private static long stopUnderLoad(String threads) throws Exception {
    try (HeddleProcess server =
            HeddleProcess.start(
                "serve",
                "--no-http",
                "--bind",
                "127.0.0.1",
                "--port",
                "0",
                "--no-udp",
                "--threads",
                threads);
        Clients clients = Clients.start(CLIENTS, server.readTcpAddress())) {
      long[] written = clients.sent();
      server.terminate();

      assertEquals(List.of(), clients.awaitEnd(written), server.err());
      assertEquals(0, server.awaitExit(), server.err());
      String last = server.errLines().getLast();
      assertTrue(last.endsWith("stopped gracefully: " + CLIENTS + " connections drained"), last);
      return clients.answered();
    }
  }
}
