package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.OpenFiles;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What hostile peers leave in the log, the open files and the heap of a server: cases 3, 4, 11. */
@Timeout(120)
final class HostilePeersIT {
  private static final int RESETS = 10_000;
  private static final int LINES_A_SECOND =
      40; // budgets of ten and the sums of what they held back
  private static final int SPARE_FILES = 20; // what the JVM may come to need meanwhile
  private static final int STREAMS = 200;

  @Test
  void name_ofControlBytes_isOneEscapedLogLine() throws Exception {
    try (HeddleProcess server = serve(List.of(), "--verbose", "--framing", "line")) {
      try (Peer peer = Peer.greeted(server.readTcpAddress())) {
        peer.ask("a\0b\u001b[2Jc\rd\u00e9\\");
      }

      Probe.await("the log line", () -> server.err().contains(" sent "));

      List<String> lines = server.err().lines().filter(line -> line.contains(" sent ")).toList();
      System.out.println("case 3: " + lines);
      assertEquals(1, lines.size());
      assertTrue(
          lines.getFirst().endsWith("sent 14 bytes: a\\x00b\\x1b[2Jc\\x0dd\\xc3\\xa9\\\\\\x0a"),
          lines.getFirst());
      assertTrue(
          server.err().chars().allMatch(each -> each == '\n' || (each >= ' ' && each < 0x7f)),
          "raw control bytes in the log");
    }
  }

  @Test
  void resets_byTheThousand_filesBackAtTheBaselineAndLogBounded() throws Exception {
    assumeTrue(OpenFiles.areListed(), "this system doesn't list open files");
    try (HeddleProcess server = serve(List.of(), "--framing", "line")) {
      InetSocketAddress address = server.readTcpAddress();
      Peer.greeted(address).reset();
      long baseline = OpenFiles.count(server.pid());
      long start = System.nanoTime();

      for (int i = 0; i < RESETS; i++) {
        Peer.silent(address).reset();
      }
      Probe.await("files", () -> OpenFiles.count(server.pid()) <= baseline + SPARE_FILES);

      long seconds = (System.nanoTime() - start) / 1_000_000_000 + 1;
      long after = OpenFiles.count(server.pid());
      long lines = server.err().lines().count();
      System.out.println(
          "case 11: %d resets in %d s, open files %d before and %d after, %d log lines"
              .formatted(RESETS, seconds, baseline, after, lines));
      assertTrue(lines <= LINES_A_SECOND * (seconds + 1), lines + " lines in " + seconds + " s");
      try (Peer peer = Peer.greeted(address)) {
        assertEquals("Hello, a!\n", peer.ask("a"));
      }
    }
  }

  @Test
  void endlessMessages_manyAtOnceInASmallHeap_allAreRefused() throws Exception {
    try (HeddleProcess server =
        serve(List.of("-Xmx24m"), "--framing", "line", "--message-timeout", "0")) {
      InetSocketAddress address = server.readTcpAddress();
      byte[] chunk = new byte[1 << 16];
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<String>> replies = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
          replies.add(executor.submit(() -> stream(address, chunk)));
        }
        for (Future<String> each : replies) {
          assertEquals("Error: message longer than 8192 bytes\n", each.get());
        }
      }

      try (Peer peer = Peer.greeted(address)) {
        assertEquals("Hello, a!\n", peer.ask("a"));
      }
      System.out.println("case 4: " + STREAMS + " endless messages at once in 24 MiB of heap");
    }
  }

  /** Sends up to 1 GiB until the server has had enough; returns what it says then. */
  private static String stream(InetSocketAddress address, byte[] chunk) throws IOException {
    try (Peer peer = Peer.greeted(address)) {
      try {
        for (int i = 0; i < (1 << 30) / chunk.length; i++) {
          peer.send(chunk);
        }
      } catch (IOException e) {
        return peer.readLine();
      }
      throw new AssertionError("it took a gibibyte");
    }
  }

  private static HeddleProcess serve(List<String> jvm, String... args) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("serve", "--no-http", "--port", "0", "--bind", "127.0.0.1"));
    all.addAll(List.of(args));
    return HeddleProcess.start(List.of(), jvm, all.toArray(String[]::new));
  }
}
