package dev.heddle.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A greeting server over TCP that does to some requests what a test says. */
public final class FaultyServer implements AutoCloseable {
  private static final String WELCOME = "Welcome!\n";

  private final ServerSocket listener;
  private final Fault fault;
  private final long every;
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong faults = new AtomicLong();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile long begin;

  /** What it does. */
  public enum Fault {
    WRONG_REPLY,
    NO_REPLY,
    CLOSE,
    /** No welcome, to every connection but the first. */
    ONE_CLIENT,
    /** Nothing is answered for half a second, one second after the first request. */
    STALL
  }

  private FaultyServer(Fault fault, long every) throws IOException {
    this.listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    this.fault = fault;
    this.every = every;
  }

  /** Does it to one request in {@code every}. */
  public static FaultyServer start(Fault fault, long every) throws IOException {
    FaultyServer server = new FaultyServer(fault, every);
    Thread.ofVirtual().name("faulty server").start(server::accept);
    return server;
  }

  public String target() {
    return "tcp://127.0.0.1:" + listener.getLocalPort();
  }

  /** How often it has done it. */
  public long faults() {
    return faults.get();
  }

  /** The addresses that connections came from. */
  public Set<String> sources() {
    return sockets.stream()
        .map(socket -> socket.getInetAddress().getHostAddress())
        .collect(Collectors.toSet());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        boolean isServed = fault != Fault.ONE_CLIENT || sockets.size() == 1;
        if (isServed) {
          Thread.ofVirtual().name("faulty connection").start(() -> serve(socket));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      out.write(WELCOME.getBytes(ISO_8859_1));
      for (String name = in.readLine(); name != null; name = in.readLine()) {
        if (name.equals("exit")) {
          return;
        }
        String reply = "Hello, " + name + "!\n";
        boolean isFault = asked.incrementAndGet() % every == 0;
        if (isFault) {
          faults.incrementAndGet();
          if (fault == Fault.CLOSE) {
            return;
          }
          if (fault == Fault.NO_REPLY) {
            continue;
          }
          if (fault == Fault.WRONG_REPLY) {
            reply = reply.replace('!', '?');
          }
        }
        if (fault == Fault.STALL) {
          stall();
        }
        out.write(reply.getBytes(ISO_8859_1));
      }
    } catch (IOException e) {
      // the other side has left
    }
  }

  private void stall() {
    if (begin == 0) {
      begin = System.nanoTime();
    }
    long since = System.nanoTime() - begin;
    long end = 1_500_000_000L;
    if (since >= 1_000_000_000L) {
      for (long left = end - since; left > 0; left = end - (System.nanoTime() - begin)) {
        LockSupport.parkNanos(left);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
