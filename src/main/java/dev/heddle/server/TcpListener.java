package dev.heddle.server;

import dev.heddle.stats.RefusalReason;
import dev.heddle.tasks.PlatformThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Accepts the connections of one address and starts a session for each, on a thread of its own. A
 * platform thread does so: where sessions keep all carriers busy, a virtual one that waits to be
 * told of a connection gets none for seconds.
 */
final class TcpListener {
  private final Endpoint endpoint;
  private final ServerSocket server;
  private final SessionContext context;
  private final SessionThreads threads;
  private final Backoff backoff = new Backoff();
  private final LongAdder failures = new LongAdder();
  private final LongAdder threadless = new LongAdder();
  private final LongAdder stopped = new LongAdder();

  TcpListener(ServerSocket server, SessionContext context, SessionThreads threads) {
    this.endpoint = new Endpoint("tcp", (InetSocketAddress) server.getLocalSocketAddress());
    this.server = server;
    this.context = context;
    this.threads = threads;
  }

  /**
   * Accepts until it is interrupted, which closes the server socket.
   *
   * @throws IOException if that is closed by anything else
   */
  void run() throws Exception {
    PlatformThread.run(endpoint.toString(), this::acceptAll, server);
  }

  private void acceptAll() throws InterruptedException, IOException {
    try (server) {
      while (!Thread.currentThread().isInterrupted()) {
        context.sessions().awaitSlot();
        accept();
      }
    }
  }

  private void accept() throws InterruptedException, IOException {
    Socket socket;
    try {
      socket = server.accept();
    } catch (IOException e) {
      if (server.isClosed() && !Thread.currentThread().isInterrupted()) {
        throw e;
      }
      if (!server.isClosed()) {
        failures.increment();
        context.events().acceptFailed(endpoint, e, backoff.nextMillis());
        backoff.pause();
      }
      return;
    }
    if (start(socket)) {
      backoff.reset();
    } else {
      backoff.pause();
    }
  }

  /** Starts a session, or refuses the connection; returns whether there is a thread for it. */
  private boolean start(Socket socket) throws InterruptedException {
    Session session;
    try {
      session = new Session(threads.connect(socket), context);
    } catch (IOException e) {
      close(socket); // reset before it was looked at
      return true;
    }
    try {
      context.sessions().add(session);
    } catch (InterruptedException e) {
      stopped.increment();
      context.events().refused(socket, RefusalReason.STOPPING, e);
      close(socket);
      throw e;
    }
    try {
      session.start();
      return true;
    } catch (OutOfMemoryError | RejectedExecutionException e) {
      context.sessions().refused(session);
      close(socket);
      if (e instanceof OutOfMemoryError error && !isForThread(error)) {
        throw error;
      }
      threadless.increment();
      context.events().refused(socket, RefusalReason.NO_THREAD, e);
      return false;
    }
  }

  Endpoint endpoint() {
    return endpoint;
  }

  long failures() {
    return failures.sum();
  }

  long refused(RefusalReason reason) {
    return switch (reason) {
      case NO_THREAD -> threadless.sum();
      case STOPPING -> stopped.sum();
    };
  }

  /** A native thread that the machine refuses is no shortage of heap, although it looks alike. */
  private static boolean isForThread(OutOfMemoryError error) {
    String message = error.getMessage();
    return message != null && message.contains("native thread");
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it was not ours for long enough to care
    }
  }
}
