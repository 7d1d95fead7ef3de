package dev.heddle.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.testing.HeddleProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With one carrier, whoever never blocks would be the only one who runs. */
@Timeout(60)
final class FairnessIT {
  private static final List<String> ONE_CARRIER =
      List.of("-Djdk.virtualThreadScheduler.parallelism=1");

  /** More than one: they could keep a carrier by yielding to each other. */
  private static final int FLOODS = 3;

  private static final int POLITE_CONNECTIONS = 20;

  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void tcp_besideFloodOfLines_isServed() throws Exception {
    try (HeddleProcess heddle = start()) {
      InetSocketAddress address = heddle.readTcpAddress();
      List<Thread> floods =
          Stream.generate(() -> Thread.ofPlatform().start(() -> sendLines(address)))
              .limit(FLOODS)
              .toList();

      greetPolitely(address);

      over.set(true);
      for (Thread flood : floods) {
        flood.join();
      }
    }
  }

  private static HeddleProcess start() throws IOException {
    return HeddleProcess.start(
        List.of(),
        ONE_CARRIER,
        "serve",
        "--no-http",
        "--quiet",
        "--bind",
        "127.0.0.1",
        "--port",
        "0");
  }

  /** Sends lines without end, and takes the replies, so that the server never waits for it. */
  private void sendLines(InetSocketAddress address) {
    byte[] lines = "a\n".repeat(30_000).getBytes(US_ASCII);
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      Thread reader = Thread.ofPlatform().start(() -> readAway(socket));
      while (!over.get()) {
        socket.getOutputStream().write(lines);
      }
      socket.shutdownOutput();
      reader.join();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void readAway(Socket socket) {
    try {
      long unused = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void greetPolitely(InetSocketAddress address) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < POLITE_CONNECTIONS; i++) {
      try (Socket client = new Socket(address.getAddress(), address.getPort())) {
        client.setSoTimeout(20_000);
        client.getOutputStream().write("Michael\nexit\n".getBytes(US_ASCII));

        byte[] all = client.getInputStream().readAllBytes();

        assertEquals("Welcome!\nHello, Michael!\n", new String(all, US_ASCII));
      }
    }
    System.out.printf(
        "fairness: %d polite connections beside a flood in %d ms%n",
        POLITE_CONNECTIONS, (System.nanoTime() - start) / 1_000_000);
  }
}
