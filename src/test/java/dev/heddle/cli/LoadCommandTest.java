package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.testing.FaultyServer;
import dev.heddle.testing.FaultyServer.Fault;
import dev.heddle.testing.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code heddle load}: what it prints, writes and returns. */
@Timeout(30)
final class LoadCommandTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  @EnabledOnOs(OS.LINUX)
  void goodServer_reportsToPeopleAndFiles() throws Exception {
    Path json = folder.resolve("load.json");
    Path hgrm = folder.resolve("load.hgrm");
    try (RunningServer server = RunningServer.start()) {
      int code =
          load(
              target(server),
              "-q500",
              "--json=" + json,
              "--hgrm=" + hgrm,
              "--server-pid=" + ProcessHandle.current().pid());

      assertEquals(0, code, err::toString);
    }
    assertTrue(out.toString(UTF_8).contains("\nerrors     none\n"), out::toString);
    assertTrue(out.toString(UTF_8).contains("\nservice  "), out::toString);
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertEquals("heddle-load/1", report.get("schema").getAsString());
    assertEquals(2, report.getAsJsonObject("conditions").get("connections").getAsInt());
    JsonObject round = report.getAsJsonArray("rounds").get(0).getAsJsonObject();
    assertTrue(round.getAsJsonObject("latency").get("p99.9").getAsDouble() > 0);
    assertTrue(round.get("serverResidentBytes").getAsLong() > 1_000_000, round::toString);
    assertTrue(round.get("serverThreads").getAsInt() > 1, round::toString);
    List<String> percentiles = Files.readAllLines(hgrm);
    assertTrue(percentiles.getFirst().matches(" +Value +Percentile +TotalCount.*"));
    assertTrue(percentiles.stream().anyMatch(line -> line.matches(".* 0\\.9\\d+ .*")));
  }

  @ParameterizedTest
  @CsvSource({
    "max>0.001us, 1",
    "p99.9<=60s, 1",
    "rate<1000000000, 1",
    "p50 > 60s, 0",
    "errors>0, 0",
    "mean>=60s, 0"
  })
  void failIf_goodServer_failsWhereItHolds(String condition, int expected) throws Exception {
    try (RunningServer server = RunningServer.start()) {
      int code = load(target(server), "--fail-if", condition);

      assertEquals(expected, code, err::toString);
      assertEquals(
          expected == 1,
          err.toString(UTF_8).contains("heddle load: --fail-if " + condition + " holds\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({"WRONG_REPLY, wrong", "NO_REPLY, timeout", "CLOSE, closed"})
  void fault_ofEveryKind_isCountedAndExit1(Fault fault, String kind) throws Exception {
    Path json = folder.resolve("load.json");
    try (FaultyServer server = FaultyServer.start(fault, 100)) {
      int code = load(server.target(), "--timeout=400ms", "--json=" + json);

      assertEquals(1, code, err::toString);
      assertTrue(server.faults() > 0);
      JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
      JsonObject round = report.getAsJsonArray("rounds").get(0).getAsJsonObject();
      assertEquals(
          "{\"" + kind + "\":" + server.faults() + "}", round.getAsJsonObject("errors").toString());
    }
  }

  @Test
  void everyReplyIsWrong_isNotCalledUnanswered() throws Exception {
    try (FaultyServer server = FaultyServer.start(Fault.WRONG_REPLY, 1)) {
      int code = load(server.target());

      assertEquals(1, code, err::toString);
      String last = "heddle load: no request was answered as it should be\n";
      assertTrue(err.toString(UTF_8).endsWith(last), err::toString);
    }
  }

  @Test
  void everyStatusIsAnError_isNotCalledUnansweredAndHasNoLatency() throws Exception {
    Path json = folder.resolve("load.json");
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.start(); // it has nothing: every answer is 404
    try {
      String target = "http://127.0.0.1:" + server.getAddress().getPort() + "/nothing";
      int code = load(target, "-q", "50", "--json=" + json);

      assertEquals(1, code, err::toString);
      JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
      JsonObject round = report.getAsJsonArray("rounds").get(0).getAsJsonObject();
      assertTrue(round.get("latency").isJsonNull(), round::toString);
      String last = "heddle load: no request was answered as it should be\n";
      assertTrue(err.toString(UTF_8).endsWith(last), err::toString);
      assertFalse(err.toString(UTF_8).contains("latency"), err::toString);
      assertFalse(out.toString(UTF_8).contains("backlog"), out::toString);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"errors>1000000, 0", "errors>0, 1", "p50>60s, 1"})
  void failIf_serverWithErrors_allowsThemOnlyWhenTold(String condition, int expected)
      throws Exception {
    try (FaultyServer server = FaultyServer.start(Fault.WRONG_REPLY, 10)) {
      int code = load(server.target(), "--fail-if", condition);

      assertEquals(expected, code, err::toString);
      assertTrue(
          out.toString(UTF_8)
              .matches(
                  "(?s).*errors +[\\d,]+ wrong: 'Hello, c\\w+\\?' came instead of 'Hello, c\\w+!'\n.*"),
          out::toString);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ftp://a:1|'ftp://a:1' is not a target: write tcp://HOST:PORT, udp://HOST:PORT or http://HOST:PORT/PATH",
        "tcp://127.0.0.1|'tcp://127.0.0.1' is not a target: write tcp://HOST:PORT, udp://HOST:PORT or http://HOST:PORT/PATH",
        "tcp://127.0.0.1:1 -c 0|-c 0 is not allowed: it goes from 1 to 1000000",
        "tcp://127.0.0.1:1 -q 0|-q 0 is not allowed: it starts above 0; leave it out for a closed loop",
        "tcp://127.0.0.1:1 -q NaN|-q NaN is not allowed: it starts above 0; leave it out for a closed loop",
        "tcp://127.0.0.1:1 --arrivals constant|--arrivals goes with -q: in a closed loop each request follows the reply before it",
        "tcp://127.0.0.1:1 -d 0|-d 0ms is not allowed: it goes from 1ms to 24h",
        "udp://127.0.0.1:1 --threads pool:3|--threads pool:3 drives 3 connections at most, one a thread, but in a closed loop over TCP: lower -c 100, or make the pool larger",
        "tcp://127.0.0.1:1 --threads virtual:jdk|Invalid value for option '--threads': 'virtual:jdk' is for servers, here the JDK schedules all virtual threads: use virtual",
        "tcp://127.0.0.1:1 --threads many|Invalid value for option '--threads': 'many' is not a kind of threads: use virtual, platform or pool:N with N from 1",
        "udp://127.0.0.1:1 --conversation 5|--conversation is for tcp:// and http:// targets: UDP has no connections to end",
        "tcp://127.0.0.1:1 --fail-if p99>50|--fail-if 'p99>50' is no condition: write one such as 'p99>50ms', 'max>1s', 'rate<1000' or 'errors>0'",
        "tcp://127.0.0.1:1 --source 127.0.0.300|--source '127.0.0.300' is not an address",
        "tcp://127.0.0.1:1 --json a --hgrm ./a|--json and --hgrm name the same file 'a': give each its own",
        "tcp://127.0.0.1:1 --source=|--source '' is not an address"
      })
  void badOption_isOneLineAndExit2(String arguments, String message) {
    int code = run(arguments.split(" ", -1));

    assertEquals(2, code);
    assertEquals("heddle load: " + message + "\nTry 'heddle load --help'.\n", err.toString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "--json=/no/such/file, --json '/no/such/file' cannot be written: no such folder",
    "--hgrm=/tmp, --hgrm '/tmp' cannot be written: it is a folder"
  })
  void reportThatCannotBeWritten_isOneLineAndExit3(String option, String message) {
    int code = run("tcp://127.0.0.1:1", option);

    assertEquals(3, code);
    assertEquals("heddle load: " + message + "\n", err.toString(UTF_8));
  }

  @Test
  void source_ofNobodyHere_isOneLineAndExit3() {
    int code = run("tcp://127.0.0.1:1", "--source", "192.0.2.1");

    assertEquals(3, code);
    assertEquals(
        "heddle load: --source 192.0.2.1 cannot be connected from (Cannot assign requested address): name an address of this machine\n",
        err.toString(UTF_8));
  }

  @Test
  void source_ofAnotherKindThanTheTarget_isOneLineAndExit2() {
    int code = run("tcp://[::1]:1", "--source", "127.0.0.1");

    assertEquals(2, code);
    assertEquals(
        "heddle load: --source 127.0.0.1 cannot reach tcp://[::1]:1 at 0:0:0:0:0:0:0:1: name addresses of the target's own kind, IPv4 or IPv6\n",
        err.toString(UTF_8));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void file_onAFullDisk_isOneLineAndExit3() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      int code = load(target(server), "--json=/dev/full");

      assertEquals(3, code);
      assertEquals(
          "heddle load: cannot write '/dev/full': No space left on device\n", err.toString(UTF_8));
    }
  }

  @Test
  void unreachableTarget_isOneLine() {
    int code = run("tcp://127.0.0.1:1", "-c", "3");

    assertEquals(1, code);
    assertEquals(
        "heddle load: cannot reach tcp://127.0.0.1:1: Connection refused; is a server there?",
        err.toString(UTF_8).lines().toList().getLast());
  }

  private int load(String target, String... more) {
    List<String> words = new ArrayList<>(List.of(target, "-c2", "-d300ms", "--warmup=100ms"));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private int run(String... args) {
    List<String> words = new ArrayList<>(List.of("load"));
    words.addAll(List.of(args));
    return Heddle.run(
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        words.toArray(String[]::new));
  }

  private static String target(RunningServer server) {
    return "tcp://127.0.0.1:" + server.address("tcp").getPort();
  }
}
