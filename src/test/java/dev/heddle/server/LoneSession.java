package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.tasks.Ticker;
import dev.heddle.testing.Peer;
import dev.heddle.testing.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** A session without a server, and its peer, which has been welcomed: nobody sweeps it. */
final class LoneSession implements AutoCloseable {
  private final SessionThreads threads;
  private final ServerSocketChannel listener;
  private final SessionContext context;
  private final Session session;
  private final Peer peer;

  private LoneSession(ServerConfig config, Ticker ticker) throws Exception {
    Sessions sessions = new Sessions(1);
    threads = SessionThreads.open(config.threading());
    threads.start();
    listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
    peer = Peer.silent((InetSocketAddress) listener.getLocalAddress());
    context = SessionContext.of(config, sessions, ServerEvents.NONE, ticker);
    session = new Session(threads.connect(listener.accept().socket()), context);
    sessions.add(session);
  }

  /** Returns when it waits. */
  static LoneSession start(ServerConfig config, Ticker ticker) throws Exception {
    LoneSession lone = new LoneSession(config, ticker);
    lone.session.start();
    assertEquals("Welcome!\n", lone.peer.readLine());
    Probe.await("it waits", lone.session::isParked);
    return lone;
  }

  Session session() {
    return session;
  }

  Peer peer() {
    return peer;
  }

  CoarseClock clock() {
    return context.clock();
  }

  SessionThreads threads() {
    return threads;
  }

  @Override
  public void close() throws IOException {
    peer.close();
    listener.close();
    threads.close();
  }
}
