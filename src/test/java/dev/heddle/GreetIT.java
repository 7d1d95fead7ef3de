package dev.heddle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code heddle greet} as a process: signals, locales, standard input, broken pipes. */
@Timeout(60)
final class GreetIT {
  /** Whoever runs the tests may ignore Ctrl-C, and a child inherits that. */
  private static final List<String> HEARS_CTRL_C = List.of("env", "--default-signal=INT");

  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  @ParameterizedTest
  @CsvSource({"INT, 130, interrupted", "TERM, 143, terminated"})
  void signal_whileInputIsAwaited_summaryAndItsExitCode(String signal, int code, String word)
      throws Exception {
    try (RunningServer server = RunningServer.start();
        HeddleProcess greet = start(LINUX ? HEARS_CTRL_C : List.of(), server)) {
      type(greet, "Michael\nTracy\n");
      assertEquals("Welcome!", greet.readLine());
      assertEquals("Hello, Michael!", greet.readLine());
      assertEquals("Hello, Tracy!", greet.readLine());

      kill(signal, greet);

      assertEquals(code, greet.awaitExit(), greet::toString);
      assertEquals("heddle greet: " + word + "; 2 names greeted\n", greet.err());
    }
  }

  /** The JVM's own files must not be greeted in its place. */
  @Test
  void standardInput_closed_greetsNobody() throws Exception {
    List<String> closed = List.of("sh", "-c", "exec \"$@\" <&-", "sh");
    try (RunningServer server = RunningServer.start();
        HeddleProcess greet = start(closed, server)) {
      assertEquals("Welcome!", greet.readLine());

      assertEquals(0, greet.awaitExit(), greet::toString);
      assertEquals("", greet.err());
      server.await("the farewell", snapshot -> snapshot.bytesIn() == "exit\n".length());
      assertEquals(0, server.snapshot().greetings());
    }
  }

  @Test
  void signal_whileReplyIsAwaited_summaryAndItsExitCode() throws Exception {
    try (ServerSocket silent = new ServerSocket(0);
        HeddleProcess greet =
            HeddleProcess.start(
                "greet", "--timeout=60s", "--port=" + silent.getLocalPort(), "Michael");
        Socket client = silent.accept()) {
      kill("TERM", greet);

      assertTrue(client.isConnected());
      assertEquals(143, greet.awaitExit());
      assertEquals("heddle greet: terminated; 0 names greeted\n", greet.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8", "POSIX"})
  void input_everyByte_survivesEveryLocale(String locale) throws Exception {
    byte[] name = new byte[254];
    int length = 0;
    for (int value = 0; value < 256; value++) {
      if (value != '\n' && value != '\r') {
        name[length++] = (byte) value;
      }
    }
    String text = new String(name, ISO_8859_1);
    try (RunningServer server = RunningServer.start();
        HeddleProcess greet = start(List.of("env", "LC_ALL=" + locale), server)) {
      try (OutputStream input = greet.process().getOutputStream()) {
        input.write((text + "\n").getBytes(ISO_8859_1));
      }
      byte[] out = bytes(greet);

      assertEquals("Welcome!\nHello, " + text + "!\n", new String(out, ISO_8859_1));
      assertEquals(0, greet.awaitExit());
    }
  }

  @Test
  void argument_utf8InUtf8Locale_isGreetedWhole() throws Exception {
    assumeTrue(LINUX, "other systems have no locale C.UTF-8");
    try (RunningServer server = RunningServer.start();
        HeddleProcess greet = startWithZoe("C.UTF-8", server)) {
      byte[] out = bytes(greet);

      assertEquals("Welcome!\nHello, Zo\u00eb!\n", new String(out, UTF_8));
      assertEquals(0, greet.awaitExit());
    }
  }

  @Test
  void argument_utf8InLocaleC_isRefusedWithTheRemedy() throws Exception {
    assumeTrue(LINUX, "elsewhere Java reads arguments as UTF-8 in every locale");
    try (RunningServer server = RunningServer.start();
        HeddleProcess greet = startWithZoe("C", server)) {
      assertEquals(2, greet.awaitExit());
      assertTrue(
          greet.err().contains("set LC_ALL=C.UTF-8, or give the name on standard input"),
          greet.err());
      assertEquals(0, server.snapshot().connections());
    }
  }

  @Test
  void output_readerGoneAfterOneLine_endsWithOneLine() throws Exception {
    try (RunningServer server = RunningServer.start();
        HeddleProcess greet = start(List.of(), server)) {
      assertEquals("Welcome!", greet.readLine());
      greet.process().getInputStream().close();

      type(greet, "Michael\n");

      assertEquals(1, greet.awaitExit());
      assertEquals(
          "heddle greet: standard output cannot be written: is the other end closed, or the disk full?\n",
          greet.err());
    }
  }

  @Test
  void udp_server_answersTheClient() throws Exception {
    try (HeddleProcess server = HeddleProcess.start("serve", "--no-http", "--port=0")) {
      int port = server.readTcpAddress().getPort();
      try (HeddleProcess greet =
          HeddleProcess.start("greet", "--udp", "--port=" + port, "a", "b")) {
        assertEquals("Hello, a!", greet.readLine());
        assertEquals("Hello, b!", greet.readLine());
        assertEquals(0, greet.awaitExit());
      }
    }
  }

  private static HeddleProcess start(List<String> prefix, RunningServer server, String... names)
      throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add("greet");
    arguments.add("--port=" + server.address("tcp").getPort());
    arguments.addAll(Arrays.asList(names));
    return HeddleProcess.start(prefix, List.of(), arguments.toArray(String[]::new));
  }

  /** The shell makes the bytes of the name: this JVM may run in a locale that can't pass them. */
  private static HeddleProcess startWithZoe(String locale, RunningServer server) throws Exception {
    return start(
        List.of(
            "env",
            "LC_ALL=" + locale,
            "sh",
            "-c",
            "exec \"$@\" \"$(printf 'Zo\\303\\253')\"",
            "sh"),
        server);
  }

  private static void type(HeddleProcess greet, String text) throws Exception {
    OutputStream input = greet.process().getOutputStream();
    input.write(text.getBytes(UTF_8));
    input.flush();
  }

  private static byte[] bytes(HeddleProcess greet) throws Exception {
    try (InputStream out = greet.process().getInputStream()) {
      return out.readAllBytes();
    }
  }

  private static void kill(String signal, HeddleProcess greet) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(greet.pid())).start();
    Probe.await("kill", () -> !kill.isAlive());
  }
}
