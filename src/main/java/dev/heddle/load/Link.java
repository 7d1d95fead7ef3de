package dev.heddle.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The socket below a dialogue over TCP. {@link #close} may be called by any thread and ends what
 * the owner waits for.
 */
final class Link {
  /** Connections made at once: fewer than a server's queue holds. */
  private static final Semaphore CONNECTING = new Semaphore(256);

  private final Socket socket = new Socket();
  private final Route route;

  /**
   * Where a connection goes.
   *
   * @param timeout the longest wait for it
   */
  record Route(InetSocketAddress to, Optional<InetAddress> from, Duration timeout) {}

  Link(Route route) {
    this.route = route;
  }

  void connect() throws IOException {
    socket.setTcpNoDelay(true);
    if (route.from().isPresent()) {
      socket.bind(new InetSocketAddress(route.from().get(), 0));
    }
    CONNECTING.acquireUninterruptibly();
    try {
      socket.connect(route.to(), (int) route.timeout().toMillis());
    } finally {
      CONNECTING.release();
    }
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is given up in any case
    }
  }
}
