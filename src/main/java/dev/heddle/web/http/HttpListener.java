package dev.heddle.web.http;

import dev.heddle.tasks.Ticker;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.tinylog.Logger;

/** Accepts the connections of one address and starts a thread for each that gets a place. */
final class HttpListener {
  /** After the machine had no file or thread for a connection. */
  private static final long PAUSE_MILLIS = 200;

  private final ServerSocket server;
  private final Connections connections;
  private final Executor executor;
  private final Handler handler;
  private final HeadParser parser;
  private final HttpLimits limits;
  private final Ticker ticker;
  private boolean failing;

  HttpListener(
      ServerSocket server,
      Connections connections,
      Executor executor,
      Handler handler,
      HeadParser parser,
      HttpLimits limits,
      Ticker ticker) {
    this.server = server;
    this.connections = connections;
    this.executor = executor;
    this.handler = handler;
    this.parser = parser;
    this.limits = limits;
    this.ticker = ticker;
  }

  /** Accepts until the server socket is closed, or it is interrupted while all places are taken. */
  void run() throws InterruptedException {
    while (!server.isClosed()) {
      try {
        start(server.accept());
        failing = false;
      } catch (IOException | RejectedExecutionException e) {
        pause(e);
      } catch (OutOfMemoryError e) {
        if (!String.valueOf(e.getMessage()).contains("native thread")) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private void start(Socket socket) throws IOException, InterruptedException {
    HttpConnection connection;
    try {
      connection = new HttpConnection(socket, parser, handler, limits, ticker);
    } catch (IOException e) {
      socket.close(); // reset before it was looked at
      return;
    }
    boolean started = false;
    try {
      connections.enter(connection);
      executor.execute(
          () -> {
            try {
              connection.run();
            } finally {
              connections.leave(connection);
            }
          });
      started = true;
    } finally {
      if (!started) {
        connection.close();
        connections.leave(connection);
      }
    }
  }

  private void pause(Throwable why) throws InterruptedException {
    if (server.isClosed()) {
      return;
    }
    if (!failing) {
      Logger.warn("the page cannot be served: {}; trying again until it can", why.getMessage());
    }
    failing = true;
    Thread.sleep(PAUSE_MILLIS);
  }
}
