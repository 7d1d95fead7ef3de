package dev.heddle.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 19: a user who may start no more threads, under a server with a thread a connection. */
@Tag("tools")
@Timeout(90)
final class NativeThreadsIT {
  private static final int REFUSALS = 6;

  /** What the listener pauses between so many: 5, 10, 20, 40 and 80 ms. */
  private static final Duration PAUSES = Duration.ofMillis(155);

  /** A user of its own, because the limit counts all threads of one; root has none. */
  private static final List<String> FEW_THREADS =
      List.of(
          "setpriv", "--reuid=54321", "--regid=54321", "--clear-groups", "prlimit", "--nproc=100");

  // Few threads of the JVM's own, and all of them at the start.
  private static final List<String> JVM =
      List.of("-XX:+UseSerialGC", "-XX:-UseDynamicNumberOfCompilerThreads");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"platform", "pool:1000"})
  void serve_noMoreThreads_refusesConnectionsAndRecovers(String threads) throws Exception {
    try (HeddleProcess server = HeddleProcess.startCommand(command(threads))) {
      InetSocketAddress address = server.readTcpAddress();
      List<Socket> held = new ArrayList<>();
      int refused = 0;
      long firstRefusal = 0;
      while (refused < REFUSALS && held.size() < 100) {
        Socket client = connect(address);
        if (isGreeted(client)) {
          held.add(client);
        } else {
          firstRefusal = refused == 0 ? System.nanoTime() : firstRefusal;
          refused++;
        }
      }
      System.out.printf("case 19, %s: %d served, %d refused%n", threads, held.size(), refused);
      assertEquals(REFUSALS, refused, server.err());
      assertTrue(System.nanoTime() - firstRefusal >= PAUSES.toNanos(), "no pauses");

      for (Socket client : held) {
        assertTrue(isGreeted(client), server.err()); // those that are in are served meanwhile
        client.close();
      }
      // Not by SIGTERM after this: the JVM starts a thread for each signal, and a pool keeps its
      // own.
      Probe.await("recovery", () -> isGreeted(connect(address)));
      assertTrue(server.err().contains(": no thread ("), server.err());
    }
  }

  /** With a copy of the jar, which that user can read wherever the build is. */
  private List<String> command(String threads) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path jar = Files.copy(Path.of(System.getProperty("heddle.jar")), folder.resolve("heddle.jar"));
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> command =
        HeddleProcess.command(
            FEW_THREADS,
            JVM,
            "serve",
            "--no-http",
            "--bind=127.0.0.1",
            "--port=0",
            "--no-udp",
            "--threads=" + threads);
    command.replaceAll(
        word -> word.equals(System.getProperty("heddle.jar")) ? jar.toString() : word);
    return command;
  }

  private static Socket connect(InetSocketAddress server) throws IOException {
    Socket client = new Socket();
    client.setSoTimeout(20_000);
    client.connect(server);
    return client;
  }

  /** Whether a name is answered; not, if the connection has been closed. */
  private static boolean isGreeted(Socket client) throws IOException {
    try {
      client.getOutputStream().write("Sarah\n".getBytes(UTF_8));
      StringBuilder said = new StringBuilder();
      for (int each = 0; each >= 0 && said.indexOf("Sarah!\n") < 0; ) {
        each = client.getInputStream().read();
        said.append((char) each);
      }
      return said.indexOf("Hello, Sarah!\n") >= 0;
    } catch (SocketException e) {
      return false;
    }
  }
}
