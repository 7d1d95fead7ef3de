package dev.heddle.web.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.heddle.tasks.Ticker;
import dev.heddle.web.http.Guard.Doing;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * One HTTP connection, served by one thread from its first request to its last. {@link #waited},
 * the sweeps and {@link #close} may be called by others meanwhile.
 */
final class HttpConnection implements Runnable, Closeable {
  /** How much is read of what a client sends after an error, so that it gets to see that. */
  private static final int LINGER_BYTES = 1 << 16;

  private final Socket socket;
  private final OutputStream out;
  private final HeadReader reader;
  private final Handler handler;
  private final HttpLimits limits;
  private final Guard guard;

  /**
   * @throws IOException if the connection is already broken
   */
  HttpConnection(
      Socket socket, HeadParser parser, Handler handler, HttpLimits limits, Ticker ticker)
      throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.reader = new HeadReader(socket, parser, limits, ticker);
    this.handler = handler;
    this.limits = limits;
    this.guard = new Guard(ticker);
  }

  /**
   * Counts the wait for its client from now on: until here, the connection has waited for us.
   *
   * @throws IOException if it was closed meanwhile
   */
  void begin() throws IOException {
    guard.enter(Doing.READING);
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      int served = 1;
      while (serve(served == limits.requests())) {
        served++;
      }
      linger();
    } catch (IOException e) {
      // the client has left, or was closed
    }
  }

  /** Answers one request; returns whether there may be another. */
  private boolean serve(boolean last) throws IOException {
    guard.enter(Doing.READING);
    Request request;
    try {
      Optional<Request> next = reader.next();
      if (next.isEmpty()) {
        return false;
      }
      request = next.get();
    } catch (RefusedException e) {
      write(
          ResponseHead.whole(e.response(), false),
          e.isToHead() ? new byte[0] : e.response().content());
      return false;
    }
    guard.enter(Doing.WORKING);
    return answer(request, request.keepAlive() && !last);
  }

  private boolean answer(Request request, boolean keepAlive) throws IOException {
    try {
      return switch (handler.handle(request)) {
        case Response.Whole whole -> {
          write(
              ResponseHead.whole(whole, keepAlive), request.head() ? new byte[0] : whole.content());
          yield keepAlive;
        }
        case Response.Stream stream -> {
          stream(stream, request.head());
          yield false;
        }
      };
    } catch (InterruptedException e) {
      return false; // the server stops
    } catch (RuntimeException e) {
      Logger.error(e, "{} could not be answered; please report this", request.path());
      Response.Whole sorry = Response.line(Status.SERVER_ERROR, "this page has failed");
      write(ResponseHead.whole(sorry, false), request.head() ? new byte[0] : sorry.content());
      return false;
    }
  }

  private void stream(Response.Stream stream, boolean headAlone)
      throws IOException, InterruptedException {
    try (Response.Source source = stream.source()) {
      write(ResponseHead.stream(stream), new byte[0]);
      if (!headAlone) {
        source.writeTo(bytes -> write("", bytes));
      }
    }
  }

  /** One write: a small answer is one segment. */
  private void write(String head, byte[] content) throws IOException {
    byte[] headBytes = head.getBytes(US_ASCII);
    byte[] all = new byte[headBytes.length + content.length];
    System.arraycopy(headBytes, 0, all, 0, headBytes.length);
    System.arraycopy(content, 0, all, headBytes.length, content.length);
    guard.enter(Doing.WRITING, limits.writeTime().toNanos());
    out.write(all);
    guard.enter(Doing.WORKING);
  }

  /**
   * Sends our FIN and reads on for a while: closing with unread input would send an RST, which
   * takes the answer on its way with it.
   */
  private void linger() throws IOException {
    guard.enter(Doing.WRITING, limits.lingerTime().toNanos());
    socket.shutdownOutput();
    socket.setSoTimeout((int) limits.lingerTime().toMillis());
    InputStream in = socket.getInputStream();
    byte[] sink = new byte[1_024];
    long left = LINGER_BYTES;
    for (int count = 0; count >= 0 && left > 0; left -= count) {
      count = in.read(sink);
    }
  }

  /** For how many nanoseconds this has waited for its client; 0 if it does not. */
  long waited() {
    return guard.waited();
  }

  /**
   * With a FIN, if it waits for a request: to close an idle connection is nothing unusual. It is
   * left alone when a request has come, which its thread is about to read.
   */
  void closeIfWaiting(long leastNanos) {
    if (hasInput()) {
      return;
    }
    guard
        .claimIfWaiting(leastNanos)
        .ifPresent(
            doing -> {
              if (doing == Doing.READING) {
                close();
              } else {
                abort();
              }
            });
  }

  private boolean hasInput() {
    try {
      return guard.isReading() && socket.getInputStream().available() > 0;
    } catch (IOException e) {
      return false; // it broke meanwhile
    }
  }

  void closeIfOverdue() {
    if (guard.claimIfOverdue()) {
      abort();
    }
  }

  /** With an RST, so that the kernel forgets what the client does not take. */
  private void abort() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it broke meanwhile; closing is all there is to do
    }
    close();
  }

  /** Closes; a thread that reads or writes gets an exception. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing more can be done for it
    }
  }
}
