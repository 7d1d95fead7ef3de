package dev.heddle.server;

import dev.heddle.stats.DropReason;
import dev.heddle.stats.Latencies;
import dev.heddle.stats.RefusalReason;
import dev.heddle.stats.ServerSnapshot;
import dev.heddle.tasks.PlatformThread;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Threading;
import dev.heddle.tasks.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongBiFunction;

/**
 * The greeting server.
 *
 * <pre>
 *   scope "heddle"      one virtual thread each, on every address; all end when one fails
 *    |- tcp ADDRESS     waits for a slot, accepts, starts a session: on a platform thread of its own
 *    |- udp ADDRESS     answers datagrams: on a virtual thread of an event loop of its own
 *    `- sweeper         keeps the sessions' time limits, and lets newcomers in: on a platform thread
 *   executor "session"  a thread of the chosen kind for each TCP connection; one for each event loop
 * </pre>
 *
 * <p>The constructor binds and starts nothing; {@link #run} serves on the calling thread's behalf
 * until it is stopped. {@link #snapshot} and {@link #endpoints} may be called from any thread.
 */
public final class GreetingServer implements Closeable {
  private final ServerConfig config;
  private final ServerEvents events;
  private final Endpoints endpoints;
  private final SessionContext context;
  private final Sweeper sweeper;
  private final SessionThreads threads;
  private final List<TcpListener> tcp = new ArrayList<>();
  private final List<UdpListener> udp = new ArrayList<>();

  /** Whether there were as many connections as there may be, a second ago; the sweeper's. */
  private boolean wasFull;

  /**
   * Binds every address.
   *
   * @throws ListenException if one cannot be bound; the others are closed again
   */
  public GreetingServer(ServerConfig config, ServerEvents events, Ticker ticker)
      throws ListenException {
    this.config = config;
    this.events = events;
    Pollers.openFor(config.threading());
    this.threads = openThreads(config);
    try {
      this.endpoints = Endpoints.bind(config);
    } catch (ListenException e) {
      threads.close();
      throw e;
    }
    Sessions sessions = new Sessions(ConnectionLimit.of(config));
    this.context = SessionContext.of(config, sessions, events, ticker);
    this.sweeper = new Sweeper(context, threads::letNewcomersIn, this::everySecond);
    for (ServerSocket socket : endpoints.tcp()) {
      tcp.add(new TcpListener(socket, context, threads));
    }
    try {
      for (DatagramChannel channel : endpoints.udp()) {
        udp.add(new UdpListener(channel, config.udpRate(), events, ticker));
      }
    } catch (IOException e) {
      close();
      throw ListenException.ofLoops("datagrams", "--no-udp", e);
    }
  }

  /** Loads what a server is made of, by making one without sockets: the next is made sooner. */
  public static void prepare() {
    ServerConfig config = ServerConfig.builder().build();
    Pollers.openFor(config.threading());
    try (SessionThreads threads = SessionThreads.open(config.threading())) {
      threads.start();
      var unused =
          SessionContext.of(
              config, new Sessions(ConnectionLimit.of(config)), ServerEvents.NONE, Ticker.system());
    } catch (IOException e) {
      // the server itself will tell
    }
  }

  private void everySecond() {
    events.tick();
    tellIfFull();
    udp.forEach(UdpListener::batchIfBusy);
    if (context.sessions().areBusy() && !isUsingSocketCalls()) {
      useSocketCalls();
    }
  }

  private void tellIfFull() {
    Sessions sessions = context.sessions();
    boolean isFull = sessions.count() >= sessions.limit();
    if (isFull && !wasFull) {
      events.full(sessions.limit());
    }
    wasFull = isFull;
  }

  /**
   * Has the connections on event loops receive and send by the system's own calls from now on,
   * where that is possible, instead of by channels. Happens by itself once several are busy: it
   * takes some 30 to 70 ms of CPU, once, which a server that is asked now and then should not
   * spend.
   */
  public void useSocketCalls() {
    threads.useSocketCalls();
  }

  /** Whether they do so. */
  public boolean isUsingSocketCalls() {
    return threads.areUsingSocketCalls();
  }

  private static SessionThreads openThreads(ServerConfig config) throws ListenException {
    try {
      return SessionThreads.open(config.threading());
    } catch (IOException e) {
      throw ListenException.ofLoops("connections", "--threads platform", e);
    }
  }

  /** Where this listens, with the real port: TCP, UDP, HTTP. */
  public List<Endpoint> endpoints() {
    List<Endpoint> all = new ArrayList<>();
    tcp.forEach(listener -> all.add(listener.endpoint()));
    udp.forEach(listener -> all.add(listener.endpoint()));
    for (ServerSocket socket : endpoints.web()) {
      all.add(new Endpoint("http", (InetSocketAddress) socket.getLocalSocketAddress()));
    }
    return all;
  }

  /**
   * The sockets for HTTP, bound and closed with the others; whoever takes them serves them. None
   * unless the configuration names a port for them.
   */
  public List<ServerSocket> webSockets() {
    return List.copyOf(endpoints.web());
  }

  /**
   * Serves until {@code stop} comes, then drains: the listeners close first, each session ends when
   * it has answered what had arrived, and those that have not ended when the drain's time is up, or
   * when {@code force} is requested, are closed. May be called once; afterwards everything is
   * closed and no thread is left.
   *
   * @return how the sessions ended
   * @throws ExecutionException if a listener failed; the others have been stopped, and the sessions
   *     closed
   * @throws InterruptedException if the caller was interrupted; likewise
   */
  public Drained run(Stop stop, Stop force) throws InterruptedException, ExecutionException {
    try (this) {
      endpoints.notices().forEach(events::notice);
      ConnectionLimit.notice(config).ifPresent(events::notice);
      threads.notice().ifPresent(events::notice);
      threads.start();
      Tasks.runUntil(
          "heddle",
          stop,
          scope -> {
            scope.fork("sweeper", () -> PlatformThread.run("sweeper", sweeper::run, () -> {}));
            tcp.forEach(listener -> scope.fork(listener.endpoint().toString(), listener::run));
            udp.forEach(listener -> scope.fork(listener.endpoint().toString(), listener::run));
          });
      Drained drained = new Drain(context, sweeper).run(config.drain().toMillis(), force);
      events.tick();
      threads.await();
      return drained;
    }
  }

  /**
   * Closes the sockets, and the sessions with an RST, and waits briefly for their threads; does
   * nothing after {@link #run}. A run that is under way fails by it: to end one, request its stop.
   */
  @Override
  public void close() {
    endpoints.close();
    udp.forEach(GreetingServer::close);
    for (Session session : context.sessions().open()) {
      var unused = session.force(context.clock().millis());
    }
    threads.close();
  }

  private static void close(UdpListener listener) {
    try {
      listener.close();
    } catch (IOException e) {
      // its socket is closed already
    }
  }

  /**
   * Has connections that wait go on on new threads, whose frames take less room than those of a
   * server's first seconds; for one that rests. It takes some microseconds of each, at most four
   * times. Does not wait for that.
   *
   * @return how many will; 0 when no more of them is worth it
   */
  public int renewThreads() {
    int count = 0;
    for (Session session : context.sessions().open()) {
      if (session.renew()) {
        count++;
      }
    }
    return count;
  }

  /** The threads that connections run on: those asked for, or what this JDK has instead. */
  public Threading threading() {
    return threads.threading();
  }

  /**
   * How long it has taken so far from the end of a read over TCP to the end of the write that
   * answers it; of every read, or of one in 16 while the server is busy.
   */
  public Latencies handlingTimes() {
    return context.handling().snapshot();
  }

  /** How long the sessions lasted that have ended. */
  public Latencies sessionTimes() {
    return context.durations().snapshot();
  }

  /** The counters as they are now. */
  public ServerSnapshot snapshot() {
    Sessions.Totals totals = context.sessions().totals();
    return new ServerSnapshot(
        totals.now(),
        context.sessions().limit(),
        totals.connections(),
        totals.greetings(),
        totals.bytesIn(),
        totals.bytesOut(),
        totals.closed(),
        sum(RefusalReason.class, tcp, TcpListener::refused),
        tcp.stream().mapToLong(TcpListener::failures).sum(),
        udp.stream().mapToLong(UdpListener::received).sum(),
        udp.stream().mapToLong(UdpListener::answered).sum(),
        sum(DropReason.class, udp, UdpListener::dropped));
  }

  private static <L, R extends Enum<R>> Map<R, Long> sum(
      Class<R> reasons, List<L> listeners, ToLongBiFunction<L, R> count) {
    Map<R, Long> sums = new EnumMap<>(reasons);
    for (R reason : reasons.getEnumConstants()) {
      sums.put(
          reason,
          listeners.stream().mapToLong(listener -> count.applyAsLong(listener, reason)).sum());
    }
    return sums;
  }
}
