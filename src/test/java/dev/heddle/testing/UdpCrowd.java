package dev.heddle.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sends a server on Linux so many datagrams at once that it begins to take several at a time. */
public final class UdpCrowd {
  private static final int AT_ONCE = 50;
  private static final int MOST_ROUNDS = 10_000;

  private UdpCrowd() {}

  /**
   * Asks {@code server}, of the process {@code pid}, until it has made another descriptor of its
   * socket, as one that takes several does; checks every reply. Returns how many it asked.
   */
  public static long batch(InetSocketAddress server, long pid) throws IOException {
    long asked = 0;
    try (UdpPeer peer = UdpPeer.at("127.0.0.1")) {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        if (hasSocketTwice(pid)) {
          return asked;
        }
        ask(peer, server);
        asked += AT_ONCE;
      }
    }
    throw new AssertionError("after " + asked + " datagrams still one at a time");
  }

  /** Asks for so long; checks every reply. */
  public static void ask(InetSocketAddress server, Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    try (UdpPeer peer = UdpPeer.at("127.0.0.1")) {
      while (System.nanoTime() < end) {
        ask(peer, server);
      }
    }
  }

  private static void ask(UdpPeer peer, InetSocketAddress server) throws IOException {
    for (int i = 0; i < AT_ONCE; i++) {
      peer.send("n" + i, server);
    }
    for (int i = 0; i < AT_ONCE; i++) {
      assertEquals("Hello, n" + i + "!", peer.receive(5_000).orElse("nothing"));
    }
  }

  /** Whether two descriptors of the process are of one socket. */
  public static boolean hasSocketTwice(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      Map<String, Long> counts =
          files
              .map(UdpCrowd::target)
              .filter(target -> target.startsWith("socket:"))
              .collect(Collectors.groupingBy(target -> target, Collectors.counting()));
      return counts.values().stream().anyMatch(count -> count > 1);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
