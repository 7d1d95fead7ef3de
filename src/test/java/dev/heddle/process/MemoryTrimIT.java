package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that rests gives back what its connections have left behind. */
@Timeout(60)
final class MemoryTrimIT {
  /** MiB in use before, in use after, and kept. */
  private static final Pattern COLLECTION =
      Pattern.compile("\\(System\\.gc\\(\\)\\) (\\d+)M->(\\d+)M\\((\\d+)M\\)");

  @Test
  void serve_connectionsThatWait_keepsLittleMoreThanTheyHold(@TempDir Path folder)
      throws Exception {
    Path log = folder.resolve("gc.log");
    List<Peer> peers = new ArrayList<>();
    try (HeddleProcess server =
        HeddleProcess.start(
            List.of(),
            List.of("-Xlog:gc:file=" + log),
            "serve --no-http --bind 127.0.0.1 --port 0".split(" "))) {
      var address = server.readTcpAddress();
      for (int i = 0; i < 2_000; i++) {
        peers.add(Peer.greeted(address));
      }

      Probe.await(
          "a collection",
          Duration.ofSeconds(30),
          () -> COLLECTION.matcher(Files.readString(log)).find(),
          server::pid);

      Matcher collection = COLLECTION.matcher(Files.readString(log));
      assertTrue(collection.find());
      int used = Integer.parseInt(collection.group(2));
      int kept = Integer.parseInt(collection.group(3));
      assertTrue(kept < 2 * used + 4, "by itself G1 keeps 3.3 times: " + collection.group());
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }
}
