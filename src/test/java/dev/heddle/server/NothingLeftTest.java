package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Threading;
import dev.heddle.tasks.Ticker;
import dev.heddle.testing.Probe;
import dev.heddle.testing.RunningServer;
import dev.heddle.testing.ThreadDump;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server that has ended leaves behind: no thread, no socket. */
@Timeout(60)
final class NothingLeftTest {
  private static final Path SOCKETS = Path.of("/proc/self/fd");
  private static final int CLIENTS = 50;
  private static final int STARTS = 200;

  @BeforeEach
  void warmUp() throws Exception {
    converse(new Threading.Virtual()); // loads what keeps files open for good
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtual", "virtual:jdk", "platform", "pool:50"})
  void server_stoppedWithOpenConnections_leavesNoThreadAndNoSocket(String threads)
      throws Exception {
    Set<String> before = sockets();

    converse(Threading.parse(threads));

    ThreadDump dump = ThreadDump.take();
    assertEquals(Set.of(), dump.threadsOf("heddle"));
    assertEquals(
        List.of(), dump.threads().stream().filter(name -> name.startsWith("session-")).toList());
    assertEquals(
        List.of(), dump.threads().stream().filter(name -> name.endsWith(" on its own")).toList());
    assertEquals(
        List.of(), dump.threads().stream().filter(name -> name.startsWith("udp ")).toList());
    Probe.await("no socket is left of " + sockets(), () -> before.containsAll(sockets()));
  }

  @Test
  void server_running_showsItsScopeInAThreadDump() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Set<String> expected = new TreeSet<>(Set.of("sweeper", "heddle stop"));
      server.endpoints().forEach(endpoint -> expected.add(endpoint.toString()));

      Probe.await(
          "the scope's threads are named",
          () -> ThreadDump.take().threadsOf("heddle").equals(expected));
    }
  }

  @Test
  void server_closedBeforeItRan_leavesNoSocket() throws Exception {
    Set<String> before = sockets();
    ServerConfig config =
        ServerConfig.builder().bind(List.of(InetAddress.getLoopbackAddress())).port(0).build();

    new GreetingServer(config, ServerEvents.NONE, Ticker.system()).close();

    assertTrue(before.containsAll(sockets()), () -> "left open");
  }

  @Test
  void prepare_leavesNoThreadAndNoSocket() throws Exception {
    Set<String> before = sockets();

    GreetingServer.prepare();

    assertEquals(
        List.of(),
        ThreadDump.take().threads().stream().filter(name -> name.startsWith("session")).toList());
    assertTrue(before.containsAll(sockets()), () -> "left open");
  }

  /** Whatever of it has begun by then. */
  @Test
  void server_closedAsItStarts_ends() throws Exception {
    ServerConfig config =
        ServerConfig.builder().bind(List.of(InetAddress.getLoopbackAddress())).port(0).build();
    for (int i = 0; i < STARTS; i++) {
      GreetingServer server = new GreetingServer(config, ServerEvents.NONE, Ticker.system());
      CompletableFuture<Boolean> end = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> end.complete(failed(server)));

      server.close();

      assertTrue(end.get(10, TimeUnit.SECONDS), "start " + i);
    }
    assertEquals(
        List.of(),
        ThreadDump.take().threads().stream().filter(name -> name.startsWith("udp ")).toList());
  }

  private static boolean failed(GreetingServer server) {
    try {
      var unused = server.run(Stop.onRequest(), Stop.onRequest());
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static void converse(Threading threading) throws Exception {
    List<Socket> clients = new ArrayList<>();
    try (RunningServer server = RunningServer.start(builder -> builder.threading(threading))) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(server.connect());
      }
      server.await("all are served", snapshot -> snapshot.connectionsNow() == CLIENTS);
      server.requestStop();
      server.requestForce();
      var unused = server.awaitEnd();
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  /** This process's open sockets, each by its inode. */
  private static Set<String> sockets() throws IOException {
    assumeTrue(Files.isDirectory(SOCKETS), "only Linux lists open files there");
    Set<String> open = new TreeSet<>();
    try (Stream<Path> links = Files.list(SOCKETS)) {
      for (Path link : links.toList()) {
        try {
          open.add(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
          // the listing's own, closed again
        }
      }
    }
    open.removeIf(target -> !target.startsWith("socket:"));
    return open;
  }
}
