package dev.heddle.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A web site whose answers a test writes, well or badly formed; it keeps what it was asked. */
public final class Site implements AutoCloseable {
  private final ServerSocket listener;
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** What is done about a request. */
  @FunctionalInterface
  public interface Answer {
    /** Writes the response; an exception closes the connection. */
    void give(OutputStream out) throws Exception;
  }

  private Site(ServerSocket listener) {
    this.listener = listener;
  }

  public static Site open() throws IOException {
    return on(new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1")));
  }

  public static Site on(ServerSocket listener) {
    Site site = new Site(listener);
    Thread.ofVirtual().name("site").start(site::accept);
    return site;
  }

  /** Answers requests of {@code path} with these, one after the other, and with the last again. */
  public Site with(String path, Answer... given) {
    answers.put(path, new ConcurrentLinkedQueue<>(List.of(given)));
    return this;
  }

  public Site with(String path, String... given) {
    return with(path, Stream.of(given).map(Site::text).toArray(Answer[]::new));
  }

  /** A response as it is written. */
  public static Answer text(String response) {
    return out -> out.write(response.getBytes(ISO_8859_1));
  }

  /** A response of that status and body. */
  public static String response(String status, String body, String... headers) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n"
        + String.join("", Stream.of(headers).map(header -> header + "\r\n").toList())
        + "\r\n"
        + body;
  }

  public static String ok(String body, String... headers) {
    return response("200 OK", body, headers);
  }

  public static String redirect(String to) {
    return response("302 Found", "elsewhere", "Location: " + to);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** The requests so far, each from its first line to the empty one. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** How many connections there were. */
  public int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().name("site connection").start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new BufferedInputStream(socket.getInputStream()), ISO_8859_1))) {
      for (String request = read(in); !request.isEmpty(); request = read(in)) {
        requests.add(request);
        String path = request.split(" ", -1)[1];
        Queue<Answer> queue = answers.getOrDefault(path, new ConcurrentLinkedQueue<>());
        Answer answer = queue.size() > 1 ? queue.poll() : queue.peek();
        if (answer == null) {
          answer = text(response("404 Not Found", "no " + path));
        }
        answer.give(socket.getOutputStream());
      }
    } catch (Exception e) {
      // the other side has left, or the answer is to close
    }
  }

  private static String read(BufferedReader in) throws IOException {
    StringBuilder request = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      request.append(line).append('\n');
      if (line.isEmpty()) {
        break;
      }
    }
    return request.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
