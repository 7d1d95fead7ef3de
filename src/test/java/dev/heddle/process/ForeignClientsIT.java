package dev.heddle.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import java.io.BufferedReader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that know nothing of Heddle, the tutorial's own first, on both loopbacks. */
@Tag("tools")
@Timeout(60)
final class ForeignClientsIT {
  private static final List<String> GREETINGS =
      List.of("Hello, Michael!", "Hello, Tracy!", "Hello, Sarah!");

  private static HeddleProcess server;
  private static String port;

  @BeforeAll
  static void start() throws Exception {
    server = HeddleProcess.start("serve", "--no-http", "--port", "0");
    port = String.valueOf(server.readTcpAddress().getPort());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void tutorialTcpClient_bareNamesThenExit_isWelcomedGreetedAndLeft(String host) throws Exception {
    Outcome outcome = Command.run(List.of("python3", client("tutorial_tcp.py"), host, port));

    assertEquals(new Outcome(0, welcomeGreetings("closed"), List.of()), outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void tutorialUdpClient_threeNames_areGreeted(String host) throws Exception {
    Outcome outcome = Command.run(List.of("python3", client("tutorial_udp.py"), host, port));

    assertEquals(new Outcome(0, GREETINGS, List.of()), outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void lineReaderInPerl_linesWithCrLf_areGreetedInKind(String host) throws Exception {
    List<String> command = List.of("perl", client("lines.pl"), host, port);

    Outcome outcome = Command.run(join(command, List.of("Michael", "Tracy", "Sarah")));

    assertEquals(new Outcome(0, welcomeGreetings("closed"), List.of()), outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void ncat_linesThenExit_areGreetedAndLeft(String host) throws Exception {
    Outcome outcome =
        Command.run("Michael\nTracy\nSarah\nexit\n", List.of("ncat", "-w", "5", host, port));

    assertEquals(new Outcome(0, welcomeGreetings(), List.of()), outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void ncat_endOfInput_isAnsweredAndLeft(String host) throws Exception {
    Outcome outcome =
        Command.run("Michael\nTracy\nSarah\n", List.of("ncat", "-w", "5", host, port));

    assertEquals(new Outcome(0, welcomeGreetings(), List.of()), outcome);
  }

  /** Its input stays open until the answer is there: at the end of that it would not wait. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void ncatByUdp_oneLine_isGreeted(String host) throws Exception {
    Process ncat = new ProcessBuilder("ncat", "-u", "-i", "10", host, port).start();
    try (BufferedReader out = ncat.inputReader(UTF_8);
        Writer in = ncat.outputWriter(UTF_8)) {
      in.write("Michael\n");
      in.flush();

      assertEquals("Hello, Michael!", out.readLine());
    } finally {
      ncat.destroy();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void netcatByUdp_oneLine_isGreeted(String host) throws Exception {
    Outcome outcome = Command.run("Michael\n", List.of("nc.openbsd", "-u", "-w", "1", host, port));

    assertEquals(new Outcome(0, List.of("Hello, Michael!"), List.of()), outcome);
  }

  private static String client(String name) {
    return "src/test/clients/" + name;
  }

  private static List<String> welcomeGreetings(String... last) {
    return join(join(List.of("Welcome!"), GREETINGS), List.of(last));
  }

  private static List<String> join(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
