package dev.heddle.web.http;

import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Answers GET and HEAD over HTTP/1.1 on sockets that are bound already.
 *
 * <pre>
 *   scope "web"         one platform thread each
 *    |- http ADDRESS    accepts, waits for a place, starts a thread
 *    |- http sweeper    closes clients that don't take their answers
 *    `- http closer     closes the sockets at the end: accepting hears of nothing else
 *   executor "http"     a platform thread for each connection, used again by the next
 * </pre>
 *
 * <p>Platform threads, few as they are: what shows how the scheduler of virtual threads does must
 * not wait for it, and clients that stall in the middle of things hold none of its carriers. They
 * are kept for a while: clients that come and go don't cost the greetings the starting of threads.
 *
 * <p>The constructor starts nothing.
 */
public final class HttpServer implements Closeable {
  private static final long SWEEP_MILLIS = 100;
  private static final int THREADS_END_SECONDS = 2;

  private final List<ServerSocket> sockets;
  private final ExecutorService executor =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("http-", 0).factory());
  private final Connections connections;
  private final List<HttpListener> listeners;

  /**
   * @param sockets bound, and from now on this server's
   * @param called names by which clients may ask for it, beside {@code localhost}
   */
  public HttpServer(
      List<ServerSocket> sockets,
      Collection<String> called,
      HttpLimits limits,
      Handler handler,
      Ticker ticker) {
    this.sockets = List.copyOf(sockets);
    this.connections = new Connections(limits);
    List<InetAddress> bound = sockets.stream().map(ServerSocket::getInetAddress).toList();
    HeadParser parser = new HeadParser(new Hosts(bound, called));
    this.listeners =
        sockets.stream()
            .map(
                socket ->
                    new HttpListener(
                        socket, connections, executor, handler, parser, limits, ticker))
            .toList();
  }

  /**
   * Serves until {@code stop} comes, then closes every connection. May be called once; afterwards
   * everything is closed and no thread is left.
   *
   * @throws ExecutionException if a listener failed; the others have been stopped
   * @throws InterruptedException if the caller was interrupted; likewise
   */
  public void run(Stop stop) throws InterruptedException, ExecutionException {
    ThreadFactory platform = Thread.ofPlatform().factory();
    try (this) {
      Tasks.runUntil(
          "web",
          stop,
          platform,
          scope -> {
            scope.fork("http closer", () -> closeAtEnd(stop));
            scope.fork("http sweeper", this::sweep);
            for (int i = 0; i < listeners.size(); i++) {
              scope.fork("http " + sockets.get(i).getLocalSocketAddress(), listeners.get(i)::run);
            }
          });
    }
  }

  /** Closes the sockets and the connections, and waits briefly for their threads. */
  @Override
  public void close() {
    closeSockets();
    executor.shutdownNow();
    connections.closeAll();
    try {
      var unused = executor.awaitTermination(THREADS_END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() throws InterruptedException {
    while (true) {
      Thread.sleep(SWEEP_MILLIS);
      connections.sweep();
    }
  }

  private void closeAtEnd(Stop stop) throws InterruptedException {
    try {
      stop.await();
    } finally {
      closeSockets();
    }
  }

  private void closeSockets() {
    for (ServerSocket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // nothing more can be done for it
      }
    }
  }
}
