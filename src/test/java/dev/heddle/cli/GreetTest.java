package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Framing;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code heddle greet} against a real server: what it prints, what it returns. */
@Timeout(30)
final class GreetTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void tcp_tutorialsNames_printsWelcomeAndRepliesAndLeavesByExit() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      int code = greet(server, "Michael", "Tracy", "Sarah");

      assertEquals(0, code, err::toString);
      assertEquals(
          "Welcome!\nHello, Michael!\nHello, Tracy!\nHello, Sarah!\n", out.toString(UTF_8));
      assertEquals("", err.toString(UTF_8));
      server.await(
          "the exit", snapshot -> snapshot.summary().contains("served 1 connection (exit 1)"));
    }
  }

  @Test
  void udp_tutorialsNames_printsRepliesOnLines() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      int code = greet(server, "--udp", "Michael", "exit", "");

      assertEquals(0, code, err::toString);
      assertEquals("Hello, Michael!\nHello, exit!\nHello, !\n", out.toString(UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--udp=false", "--udp"})
  void localhost_serverOnIpv6Alone_triesItsAddressesInTurn(String udp) throws Exception {
    try (RunningServer server = onIpv6()) {
      int port = server.address("tcp").getPort();

      int code = run(new byte[0], "--host=localhost", udp, "--port=" + port, "a", "b");

      assertEquals(0, code, err::toString);
      assertTrue(out.toString(UTF_8).endsWith("Hello, a!\nHello, b!\n"), out::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "[::1]"})
  void host_ipv6Literal_isTakenWithAndWithoutBrackets(String host) throws Exception {
    try (RunningServer server = onIpv6()) {
      int port = server.address("tcp").getPort();

      int code = run(new byte[0], "--host", host, "--port=" + port, "a");

      assertEquals(0, code, err::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--udp=false", "--udp"})
  void input_bytesOfNoEncoding_surviveWhole(String udp) throws Exception {
    byte[] input = "Jos\u00e9\n\u00c3(\u00ff\u00ed\u00a0\u0080\nlast".getBytes(ISO_8859_1);
    byte[] expected =
        "Hello, Jos\u00e9!\nHello, \u00c3(\u00ff\u00ed\u00a0\u0080!\nHello, last!\n"
            .getBytes(ISO_8859_1);
    try (RunningServer server = RunningServer.start()) {
      int code = greet(server, input, udp);

      assertEquals(0, code, err::toString);
      assertEquals(
          new String(expected, ISO_8859_1), out.toString(ISO_8859_1).replace("Welcome!\n", ""));
    }
  }

  @Test
  void input_carriageReturns_comeBackInPlace() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      int code = greet(server, "a\r\nb\r\n".getBytes(UTF_8), "--udp=false");

      assertEquals(0, code, err::toString);
      assertEquals("Welcome!\nHello, a!\r\nHello, b!\r\n", out.toString(UTF_8));
    }
  }

  @Test
  void input_oneNameAtATime_isAnsweredBeforeTheNextComes() throws Exception {
    PipedOutputStream typed = new PipedOutputStream();
    try (RunningServer server = RunningServer.start();
        PipedInputStream input = new PipedInputStream(typed);
        PipedInputStream printed = new PipedInputStream();
        PrintStream output = new PrintStream(new PipedOutputStream(printed))) {
      CompletableFuture<Integer> code =
          CompletableFuture.supplyAsync(
              () -> Heddle.run(input, output, errStream(), arguments(server)));

      for (String name : List.of("Michael", "Tracy")) {
        typed.write((name + "\n").getBytes(UTF_8));
        typed.flush();
        String reply = "Hello, " + name + "!\n";
        String welcome = name.equals("Michael") ? "Welcome!\n" : "";

        byte[] read = printed.readNBytes((welcome + reply).length());

        assertEquals(welcome + reply, new String(read, UTF_8));
      }
      typed.close();
      assertEquals(0, code.get(10, TimeUnit.SECONDS), err::toString);
    }
  }

  @Test
  void input_slowerThanTheTimeout_isWaitedFor() throws Exception {
    PipedOutputStream typed = new PipedOutputStream();
    try (RunningServer server = RunningServer.start();
        PipedInputStream input = new PipedInputStream(typed)) {
      String[] arguments = arguments(server, "--timeout=200ms");
      CompletableFuture<Integer> code =
          CompletableFuture.supplyAsync(
              () -> Heddle.run(input, new PrintStream(out), errStream(), arguments));
      server.await("the connection", snapshot -> snapshot.connectionsNow() == 1);
      long start = System.nanoTime();

      Probe.await("more than the timeout", () -> System.nanoTime() - start > 500_000_000);
      typed.write("Michael\n".getBytes(UTF_8));
      typed.close();

      assertEquals(0, code.get(10, TimeUnit.SECONDS), err::toString);
      assertEquals("Welcome!\nHello, Michael!\n", out.toString(UTF_8));
    }
  }

  @Test
  void input_exit_endsTheConversationAndSaysSo() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      int code = greet(server, "a\nexit\nb\n".getBytes(UTF_8));

      assertEquals(0, code);
      assertEquals("Welcome!\nHello, a!\n", out.toString(UTF_8));
      assertEquals(
          "heddle greet: 'exit' ends the conversation and is not greeted; nothing after it was sent\n",
          err.toString(UTF_8));
    }
  }

  @Test
  void input_none_saysHelloToNobody() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      int code = greet(server);

      assertEquals(0, code, err::toString);
      assertEquals("Welcome!\n", out.toString(UTF_8));
    }
  }

  @Test
  void udp_longestName_isAnsweredAndOneByteMoreIsRefusedUnsent() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      int longest = greet(server, "--udp", "n".repeat(1_200));
      int longer = greet(server, "--udp", "first", "n".repeat(1_201));

      assertEquals(0, longest, err::toString);
      assertEquals(2, longer);
      assertTrue(err.toString(UTF_8).contains("is longer than 1200 bytes"), err::toString);
      assertEquals(1, server.snapshot().datagrams());
    }
  }

  @Test
  void udp_overlongLineOfInput_isAnErrorThatNamesIt() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      int code = greet(server, ("a\n" + "n".repeat(1_201)).getBytes(UTF_8), "--udp");

      assertEquals(1, code);
      assertEquals("Hello, a!\n", out.toString(UTF_8));
      assertTrue(err.toString(UTF_8).contains("is longer than 1200 bytes"), err::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit|ends the conversation",
        "a\nb|holds a newline",
        "--port=0|--port 0 is not allowed: it goes from 1 to 65535",
        "--port=65536|--port 65536 is not allowed",
        "--timeout=0|--timeout 0s is not allowed: it goes from 1ms",
        "--timeout=5|'5' is not a duration",
        "--host=|--host '' is not a name",
        "a\uFFFDb|give the name on standard input",
      })
  void usage_wrong_isToldInTwoLines(String case_) {
    String argument = case_.substring(0, case_.indexOf('|'));
    String told = case_.substring(case_.indexOf('|') + 1);

    int code = run(new byte[0], argument);

    assertEquals(2, code);
    assertTrue(err.toString(UTF_8).contains(told), err::toString);
    assertEquals(2, err.toString(UTF_8).lines().count(), err::toString);
    assertEquals("", out.toString(UTF_8));
  }

  @Test
  void udp_nameThatLooksLikeReply_isUsageError() {
    int code = run(new byte[0], "--udp", "Hello, you");

    assertEquals(2, code);
    assertTrue(err.toString(UTF_8).contains("begins as replies do"), err::toString);
  }

  @Test
  void output_closed_endsWithOneLine() throws Exception {
    PrintStream closed =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    try (RunningServer server = RunningServer.start()) {
      String[] arguments = arguments(server, "a", "b");

      int code = Heddle.run(new ByteArrayInputStream(new byte[0]), closed, errStream(), arguments);

      assertEquals(1, code);
      assertEquals(
          "heddle greet: standard output cannot be written: is the other end closed, or the disk full?; not answered: 'a', 'b'\n",
          err.toString(UTF_8));
    }
  }

  @Test
  void tcp_manyNamesOfAllLengths_eachComesBackWhole() throws Exception {
    List<String> names = new ArrayList<>();
    for (int length = 0; length <= 8_192; length += 512) {
      names.add("n".repeat(length));
    }
    try (RunningServer server = RunningServer.start(config -> config.framing(Framing.LINE))) {
      int code = greet(server, names.toArray(String[]::new));

      StringBuilder expected = new StringBuilder("Welcome!\n");
      names.forEach(name -> expected.append("Hello, ").append(name).append("!\n"));
      assertEquals(0, code, err::toString);
      assertArrayEquals(expected.toString().getBytes(UTF_8), out.toByteArray());
    }
  }

  private static RunningServer onIpv6() throws IOException {
    List<InetAddress> loopback = List.of(InetAddress.getByName("::1"));
    return RunningServer.start(config -> config.bind(loopback));
  }

  private int greet(RunningServer server, String... arguments) {
    return greet(server, new byte[0], arguments);
  }

  private int greet(RunningServer server, byte[] input, String... arguments) {
    return Heddle.run(
        new ByteArrayInputStream(input),
        new PrintStream(out),
        errStream(),
        arguments(server, arguments));
  }

  private int run(byte[] input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("greet"));
    all.addAll(List.of(arguments));
    return Heddle.run(
        new ByteArrayInputStream(input),
        new PrintStream(out),
        errStream(),
        all.toArray(String[]::new));
  }

  private PrintStream errStream() {
    return new PrintStream(err, true, UTF_8);
  }

  private static String[] arguments(RunningServer server, String... more) {
    int port = server.address("tcp").getPort();
    List<String> all = new ArrayList<>(List.of("greet", "--host=127.0.0.1", "--port=" + port));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
