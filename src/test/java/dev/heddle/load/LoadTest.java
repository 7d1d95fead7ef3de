package dev.heddle.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Greeting;
import dev.heddle.stats.CloseReason;
import dev.heddle.testing.FaultyServer;
import dev.heddle.testing.FaultyServer.Fault;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.Site;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads on real servers, well and ill behaved: what is counted, and as what. */
@Tag("once")
@Timeout(60)
final class LoadTest {
  @ParameterizedTest
  @CsvSource({
    "virtual, 1, 0, 0",
    "platform, 1, 0, 0",
    "pool:2, 1, 0, 0",
    "pool:3, 7, 0, 0",
    "pool:1, 2, 3, 0",
    "pool:4, 1, 0, 400",
    "virtual, 16, 0, 0",
    "virtual, 1, 3, 0",
    "virtual, 2, 3, 0",
    "virtual, 1, 0, 400",
    "virtual, 4, 3, 400"
  })
  void tcp_goodServer_answersAllAsItCounts(
      String threads, int pipeline, int conversation, double rate) throws Exception {
    try (RunningServer server = RunningServer.start()) {
      LoadReport report =
          Plans.of(tcp(server))
              .threads(threads)
              .pipeline(pipeline)
              .conversation(conversation)
              .rate(rate)
              .run();

      assertEquals(Map.of(), counts(report));
      assertTrue(report.latency().count() > 0);
      assertEquals(report.latency().count(), report.service().count());
      long counted = report.latency().count();
      server.await("all greetings", now -> now.summary().contains(" " + counted + " greetings"));
      if (conversation > 0) {
        assertTrue(server.closed(CloseReason.EXIT) > 4, server.snapshot()::summary);
      } else {
        server.awaitClosed(CloseReason.END, 4);
      }
    }
  }

  @Test
  void openLoop_constantRate_asksAsOftenAsIntended() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      LoadReport report = Plans.of(tcp(server)).rate(200).millis(1_000).run();

      assertEquals(200, report.latency().count());
      assertEquals(0, report.unsent());
    }
  }

  @Test
  void openLoop_serverThatStalls_isInTheLatencyAndNotInTheServiceTime() throws Exception {
    try (FaultyServer server = FaultyServer.start(Fault.STALL, Long.MAX_VALUE)) {
      // One tenth is intended during half a second's stall, and of that a tenth in its first 50 ms.
      double expected = 450e6;

      LoadReport report = Plans.of(server.target()).connections(20).rate(1_000).millis(5_000).run();

      assertEquals(expected, (double) report.latency().percentile(99), expected / 10);
      assertTrue(report.service().percentile(99) < expected / 4);
      assertTrue(report.service().max() > expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "virtual, WRONG_REPLY, WRONG",
    "virtual, NO_REPLY, TIMEOUT",
    "virtual, CLOSE, CLOSED",
    "pool:2, WRONG_REPLY, WRONG",
    "pool:2, NO_REPLY, TIMEOUT",
    "pool:2, CLOSE, CLOSED"
  })
  void tcp_faultOneInTenThousand_isFoundEveryTime(String threads, Fault fault, ErrorKind kind)
      throws Exception {
    try (FaultyServer server = FaultyServer.start(fault, 10_000)) {
      LoadReport report =
          Plans.of(server.target())
              .connections(20)
              .millis(2_000)
              .timeoutMillis(2_000)
              .threads(threads)
              .run();

      assertTrue(server.faults() > 0, "too slow: " + report.latency().count());
      assertEquals(Map.of(kind, server.faults()), counts(report));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "pool:2"})
  void tcp_sources_areConnectedFromInTurn(String threads) throws Exception {
    try (FaultyServer server = FaultyServer.start(Fault.NO_REPLY, Long.MAX_VALUE)) {
      LoadReport report =
          Plans.of(server.target())
              .threads(threads)
              .connections(3)
              .sources("127.0.7.1", "127.0.7.2")
              .run();

      assertEquals(Map.of(), counts(report));
      assertEquals(Set.of("127.0.7.1", "127.0.7.2"), server.sources());
    }
  }

  @Test
  void udp_source_isSentFrom() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      DatagramPacket packet = new DatagramPacket(new byte[1_000], 1_000);
      String target = "udp://127.0.0.1:" + socket.getLocalPort();

      LoadReport report =
          Plans.of(target).connections(1).timeoutMillis(100).sources("127.0.7.3").run();

      socket.receive(packet);
      assertEquals("127.0.7.3", packet.getAddress().getHostAddress());
      assertEquals(Set.of(ErrorKind.LOST, ErrorKind.SILENT), report.errors().keySet());
    }
  }

  /** An address has some 28,000 ports, and other programs take some of them. */
  @Test
  void tcp_moreConnectionsThanAnAddressHasPorts_comeFromSeveral() throws Exception {
    LoadPlan plan = Plans.of("tcp://127.0.0.1:9").connections(19_000).plan();
    Dialogues dialogues = new Dialogues(plan, new InetSocketAddress("127.0.0.1", 9), new Errors());

    assertEquals("127.0.0.2", dialogues.route(9_999).from().orElseThrow().getHostAddress());
    assertEquals("127.0.0.3", dialogues.route(18_999).from().orElseThrow().getHostAddress());
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "pool:1"})
  void tcp_connectionThatGotNothing_isSilent(String threads) throws Exception {
    try (FaultyServer server = FaultyServer.start(Fault.ONE_CLIENT, Long.MAX_VALUE)) {
      LoadReport report =
          Plans.of(server.target()).connections(3).timeoutMillis(300).threads(threads).run();

      assertEquals(2, counts(report).getOrDefault(ErrorKind.SILENT, 0L), report::toString);
      assertTrue(counts(report).getOrDefault(ErrorKind.TIMEOUT, 0L) >= 4, report::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"virtual, 0", "virtual, 5", "pool:1, 0"})
  void target_nobodyListens_isToldAtOnce(String threads, int conversation) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Plans plans =
        Plans.of("tcp://127.0.0.1:" + port)
            .millis(30_000)
            .conversation(conversation)
            .threads(threads);

    LoadException failure = assertThrows(LoadException.class, () -> unwrapped(plans));

    assertEquals(
        "cannot reach tcp://127.0.0.1:" + port + ": Connection refused; is a server there?",
        failure.getMessage());
  }

  @Test
  void udp_goodServer_answersAll() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      String target = "udp://127.0.0.1:" + server.address("udp").getPort();

      LoadReport report = Plans.of(target).pipeline(3).run();

      assertEquals(Map.of(), counts(report));
      assertTrue(report.latency().count() > 0);
    }
  }

  @Test
  void udp_oneInFiftyLost_isCountedAndNotWaitedForForEver() throws Exception {
    CompletableFuture<Long> dropped;
    LoadReport report;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      dropped = CompletableFuture.supplyAsync(() -> answer(socket));
      String target = "udp://127.0.0.1:" + socket.getLocalPort();

      report = Plans.of(target).rate(500).timeoutMillis(700).run();
    }

    long lost = dropped.get(10, TimeUnit.SECONDS);
    assertTrue(lost >= 3, "lost " + lost);
    assertEquals(Map.of(ErrorKind.LOST, lost), counts(report));
    assertEquals(250, report.latency().count() + lost + report.unsent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\ncontent",
        "HTTP/1.1 200 OK\r\ncontent-length:7\r\nConnection: close\r\n\r\ncontent",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ncont\r\n3;x=y\r\nent\r\n0\r\nA: b\r\n\r\n"
      })
  void http_goodServer_answersAll(String response) throws Exception {
    try (Site site = Site.open().with("/a?b=c", response)) {
      LoadReport report = Plans.of(site.url("/a?b=c")).rate(200).run();

      assertEquals(Map.of(), counts(report));
      assertEquals(100, report.latency().count());
      assertTrue(site.requests().getFirst().startsWith("GET /a?b=c HTTP/1.1\nHost: 127.0.0.1:"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 500 Oops|Content-Length: 7||content, STATUS",
    "HTTP/1.1 200 OK|Content-Length: 7||CONTENT, WRONG",
    "HTTP/1.1 200 OK|Content-Length: 6||conten, WRONG",
    "HTTP/1.1 200 OK|Content-Length: x||content, WRONG",
    "SSH-2.0-OpenSSH_9.2||, WRONG"
  })
  void http_oneReplyUnlikeTheOthers_isFound(String odd, ErrorKind kind) throws Exception {
    String good = Site.ok("content");
    try (Site site = Site.open().with("/", good, good, odd.replace("|", "\r\n"), good)) {
      LoadReport report = Plans.of(site.url("/")).rate(100).run();

      assertEquals(Map.of(kind, 1L), counts(report));
      assertEquals(49, report.latency().count());
    }
  }

  @Test
  void stop_whileItRuns_endsItWithWhatWasMeasured() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Load load = new Load(Plans.of(tcp(server)).millis(100_000).plan(), Optional.empty());
      CompletableFuture<LoadReport> report = new CompletableFuture<>();
      Thread.ofPlatform().start(() -> complete(report, load));
      Probe.await("measuring", () -> load.progress().phase() == LoadProgress.Phase.MEASURING);
      Probe.await("some latencies", () -> load.progress().latest().count() > 0);

      load.stop();

      LoadReport partial = report.get(10, TimeUnit.SECONDS);
      assertEquals(Map.of(), counts(partial));
      assertTrue(partial.latency().count() > 0 && partial.rate() > 0 && partial.seconds() < 60);
    }
  }

  private static void complete(CompletableFuture<LoadReport> report, Load load) {
    try {
      report.complete(load.run());
    } catch (Exception e) {
      report.completeExceptionally(e);
    }
  }

  /** Answers until it is closed; returns how many it has not answered, one in fifty. */
  private static long answer(DatagramSocket socket) {
    long count = 0;
    DatagramPacket packet = new DatagramPacket(new byte[1_000], 1_000);
    try {
      while (true) {
        packet.setLength(1_000);
        socket.receive(packet);
        if (++count % 50 != 0) {
          byte[] name = Arrays.copyOf(packet.getData(), packet.getLength());
          byte[] reply = Greeting.replyTo(name);
          socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      return count / 50; // closed
    }
  }

  private static void unwrapped(Plans plans) throws Exception {
    try {
      plans.run();
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private static Map<ErrorKind, Long> counts(LoadReport report) {
    return report.errors().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, error -> error.getValue().count()));
  }

  private static String tcp(RunningServer server) {
    return "tcp://127.0.0.1:" + server.address("tcp").getPort();
  }
}
