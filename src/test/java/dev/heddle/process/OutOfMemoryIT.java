package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 19: a process without memory ends, never half-alive, whatever its threads are. */
@Timeout(60)
final class OutOfMemoryIT {
  private static final byte[] BYTES = new byte[15 << 20];

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "virtual:jdk", "platform", "pool:4"})
  void serve_messagesThatDoNotFit_endsWithOneLine(String threads) throws Exception {
    List<Socket> clients = new ArrayList<>();
    try (HeddleProcess server =
        HeddleProcess.start(
            List.of(),
            List.of("-Xmx24m"),
            ("serve --no-http --bind 127.0.0.1 --port 0 --framing line --max-message 16MiB --threads "
                    + threads)
                .split(" "))) {
      InetSocketAddress address = server.readTcpAddress();
      for (int i = 0; i < 3; i++) {
        Socket client = new Socket();
        client.connect(address);
        clients.add(client);
        Thread.ofVirtual().start(() -> send(client));
      }

      assertEquals(3, server.awaitExit(), server.err());

      List<String> said =
          server.errLines().stream().filter(line -> line.contains("out of memory")).toList();
      assertEquals(
          List.of(
              "heddle: out of memory; give it more with -Xmx,"
                  + " or lower --max-connections or --max-message"),
          said);
      assertFalse(server.err().contains("\tat "), server.err());
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  void compare_reportWithoutEnd_endsWithOneLine() throws Exception {
    try (HeddleProcess compare =
        HeddleProcess.start(List.of(), List.of("-Xmx24m"), "compare", "/dev/zero", "/dev/zero")) {
      assertEquals(3, compare.awaitExit(), compare.err());

      assertEquals(
          List.of("heddle: out of memory; give it more with -Xmx, or name smaller reports"),
          compare.errLines());
    }
  }

  /** Each connection of a fetch has a buffer outside the heap. */
  @Test
  void fetch_buffersThatDoNotFit_endsWithOneLine() throws Exception {
    try (Site site = Site.open().with("/a", Site.ok("content"));
        HeddleProcess fetch =
            HeddleProcess.start(
                List.of(),
                List.of("-XX:MaxDirectMemorySize=200k"),
                Stream.concat(
                        Stream.of("fetch", "--discard"),
                        Stream.generate(() -> site.url("/a")).limit(50))
                    .toArray(String[]::new))) {
      assertEquals(3, fetch.awaitExit(), fetch.err());

      assertEquals(
          "heddle: out of memory; give it more with -Xmx, or lower -j", fetch.errLines().getLast());
    }
  }

  /** Each connection of a load has its requests in the heap. */
  @Test
  void load_requestsThatDoNotFit_endsIt() throws Exception {
    try (Site site = Site.open().with("/", Site.ok("content"));
        HeddleProcess load =
            HeddleProcess.start(
                List.of(), List.of("-Xmx40m"), "load", site.url("/"), "-c600", "--pipeline=1000")) {
      assertEquals(3, load.awaitExit(), load.err()); // with its line, where there is room for it
    }
  }

  private static void send(Socket client) {
    try {
      client.getOutputStream().write(BYTES);
    } catch (IOException e) {
      // the server has ended, as it should
    }
  }
}
