package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that the machine does not let a server listen on: one line, exit code 3. */
@Timeout(60)
final class ListenIT {
  @Test
  void serve_portTaken_namesAddressAndRemedy() throws Exception {
    try (HeddleProcess first = HeddleProcess.start("serve", "--no-http", "--port", "0")) {
      int port = first.readTcpAddress().getPort();

      Outcome outcome = serve(List.of(), "--port", String.valueOf(port));

      assertEquals(
          "heddle serve: cannot listen on tcp 127.0.0.1:"
              + port
              + ": the port is taken; choose another with --port (0: any that is free)",
          onlyComplaint(outcome));
    }
  }

  @Test
  void serve_oneOfTwoAddressesTaken_endsWithoutTheOther() throws Exception {
    try (HeddleProcess first =
        HeddleProcess.start("serve", "--no-http", "--port", "0", "--bind", "::1")) {
      int port = first.readTcpAddress().getPort();

      Outcome outcome = serve(List.of(), "--port", String.valueOf(port));

      String line = onlyComplaint(outcome);
      assertTrue(line.contains("tcp [::1]:" + port + ": the port is taken"), line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
  void serve_addressOfAnotherMachine_namesItAndRemedy(String address) throws Exception {
    Outcome outcome = serve(List.of(), "--port", "0", "--bind", address);

    String line = onlyComplaint(outcome);
    assertTrue(line.contains(address), line);
    assertTrue(line.contains("that is not an address of this machine"), line);
    assertTrue(line.contains("--bind"), line);
  }

  /** One address may come by two names: {@code --bind localhost --bind 127.0.0.1}. */
  @Test
  void serve_sameAddressTwice_listensOnce() throws Exception {
    try (HeddleProcess server =
        HeddleProcess.start(
            "serve",
            "--no-http",
            "--port",
            "0",
            "--no-udp",
            "--bind",
            "127.0.0.1",
            "--bind",
            "127.0.0.1")) {
      server.readTcpAddress();

      server.terminate();

      assertEquals(List.of(), server.readRest());
      assertEquals(0, server.awaitExit());
    }
  }

  @Test
  @Tag("tools")
  void serve_lowPortWithoutTheRight_namesAddressAndRemedy() throws Exception {
    List<String> withoutTheRight =
        Namespace.of(
            "echo 1024 > /proc/sys/net/ipv4/ip_unprivileged_port_start",
            List.of("setpriv", "--bounding-set=-net_bind_service"));

    Outcome outcome = serve(withoutTheRight, "--port", "80");

    assertEquals(
        "heddle serve: cannot listen on tcp 127.0.0.1:80: not permitted to this user;"
            + " choose a port from 1024 with --port",
        onlyComplaint(outcome));
  }

  private static Outcome serve(List<String> prefix, String... args) throws Exception {
    List<String> command = HeddleProcess.command(prefix, List.of(), "serve", "--no-http");
    command.addAll(List.of(args));
    return Command.run(command);
  }

  private static String onlyComplaint(Outcome outcome) {
    assertEquals(3, outcome.code(), outcome::toString);
    assertEquals(List.of(), outcome.out());
    assertEquals(1, outcome.err().size(), outcome::toString);
    assertFalse(outcome.err().getFirst().contains("Exception"), outcome::toString);
    return outcome.err().getFirst();
  }
}
