package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.FaultyServer;
import dev.heddle.testing.FaultyServer.Fault;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code heddle load} as a process: signals at any moment, and its JSON for other tools. */
@Tag("once")
@Timeout(60)
final class LoadIT {
  @ParameterizedTest
  @CsvSource({
    "INT, warm-up, 130, virtual, ''",
    "INT, requests/s, 130, virtual, ''",
    "INT, requests/s, 130, platform, ''",
    "INT, requests/s, 130, pool:2, ''",
    "INT, requests/s, 130, virtual, -q300",
    "TERM, requests/s, 143, virtual, --conversation=3"
  })
  void signal_atAnyMoment_isASummaryAndItsCode(
      String signal, String moment, int code, String threads, String more) throws Exception {
    try (HeddleProcess server = HeddleProcess.start("serve", "--no-http", "--port=0", "--quiet");
        HeddleProcess load =
            HeddleProcess.start(
                "load",
                "tcp://127.0.0.1:" + server.readTcpAddress().getPort(),
                "-c20",
                "-d100s",
                "--warmup=" + (moment.equals("warm-up") ? "90s" : "100ms"),
                "--threads=" + threads,
                more.isEmpty() ? "--pipeline=1" : more)) {
      Probe.await(moment, () -> load.err().contains(moment));

      Command.signal(load.pid(), signal);

      List<String> summary = load.readRest();
      assertEquals(code, load.awaitExit(), load.err());
      assertTrue(summary.getFirst().startsWith("tcp://127.0.0.1:"), summary::toString);
      assertTrue(
          summary.get(1).startsWith(moment.equals("warm-up") ? "nothing" : "rate  "),
          summary::toString);
      assertTrue(summary.contains("errors     none"), summary::toString);
      assertTrue(
          load.errLines().stream().allMatch(line -> line.matches("[ -~]+")),
          "plain: " + load.err());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "virtual, ONE_CLIENT, 'connecting, 0 errors', nothing",
    "pool:2, ONE_CLIENT, 'connecting, 0 errors', nothing",
    "virtual, NO_REPLY, 'waiting for what is in flight, 0 errors', 'rate  '",
    "pool:2, NO_REPLY, 'waiting for what is in flight, 0 errors', 'rate  '"
  })
  void signal_whileItWaits_isASummaryAndItsCode(
      String threads, Fault fault, String moment, String said, @TempDir Path folder)
      throws Exception {
    Path json = folder.resolve("load.json");
    try (FaultyServer server = FaultyServer.start(fault, 1);
        HeddleProcess load =
            HeddleProcess.start(
                "load",
                server.target(),
                "-c3",
                "-d200ms",
                "--warmup=0",
                "--timeout=50s",
                "--json=" + json,
                "--threads=" + threads)) {
      Probe.await(moment, () -> load.err().contains(moment));

      Command.signal(load.pid(), "INT");

      List<String> summary = load.readRest();
      assertEquals(130, load.awaitExit(), load.err());
      assertTrue(summary.get(1).startsWith(said), summary::toString);
      assertEquals(said.equals("nothing"), Files.readString(json).contains("\"rounds\": []"), said);
      assertTrue(load.err().endsWith("heddle load: interrupted\n"), load.err());
    }
  }

  @Test
  void signal_whileTheTargetIsTried_isASummaryAndItsCode() throws Exception {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (ServerSocket full = new ServerSocket(0, 1, loopback);
        Socket first = new Socket(loopback, full.getLocalPort());
        Socket second = new Socket(loopback, full.getLocalPort());
        HeddleProcess load =
            HeddleProcess.start(
                "load",
                "tcp://127.0.0.1:" + full.getLocalPort(),
                "--conversation=3",
                "--timeout=50s")) {
      Probe.await("the attempt", () -> load.err().contains("looking for the target"));

      Command.signal(load.pid(), "INT");

      List<String> summary = load.readRest();
      assertEquals(130, load.awaitExit(), load.err());
      assertEquals("nothing was measured", summary.get(1));
      assertTrue(first.isConnected() && second.isConnected());
    }
  }

  @Test
  void signal_whileFilesAreWritten_isItsCode(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, Command.run(List.of("mkfifo", pipe.toString())).code());
    try (HeddleProcess server = HeddleProcess.start("serve", "--port=0", "--quiet");
        HeddleProcess load =
            HeddleProcess.start(
                "load",
                "tcp://127.0.0.1:" + server.readTcpAddress().getPort(),
                "-d200ms",
                "--warmup=0",
                "--json=" + pipe)) {
      for (String line = load.readLine(); !line.startsWith("generator"); line = load.readLine()) {
        // the summary is out: files are next, and nobody reads the pipe
      }

      Command.signal(load.pid(), "TERM");

      assertEquals(143, load.awaitExit(), load.err());
      assertTrue(
          load.err().endsWith("heddle load: terminated; the files are not written\n"), load.err());
    }
  }

  @Test
  @Tag("tools")
  void json_isReadByJq(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("load.json");
    try (HeddleProcess server = HeddleProcess.start("serve", "--no-http", "--port=0", "--quiet")) {
      String target = "tcp://127.0.0.1:" + server.readTcpAddress().getPort();
      Outcome load =
          Command.run(
              HeddleProcess.command(
                  List.of(), List.of(), "load", target, "-d1s", "--json=" + json));
      assertEquals(0, load.code(), load::toString);

      Outcome jq =
          Command.run(
              List.of(
                  "jq",
                  "-e",
                  ".schema == \"heddle-load/1\" and .conditions.rate == null and (.rounds | length) == 1"
                      + " and .rounds[0].latency.\"p99.9\" >= .rounds[0].latency.p50"
                      + " and .rounds[0].errors == {} and .rounds[0].generatorCpu > 0",
                  json.toString()));

      assertEquals(0, jq.code(), jq::toString);
    }
  }
}
