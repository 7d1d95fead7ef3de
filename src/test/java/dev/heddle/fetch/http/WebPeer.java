package dev.heddle.fetch.http;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that answers each request with the next of a test's texts, well or badly formed. */
final class WebPeer implements AutoCloseable {
  private final ServerSocket listener;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final List<String> answers;

  private WebPeer(ServerSocket listener, List<String> answers) {
    this.listener = listener;
    this.answers = answers;
  }

  /** Serves one connection; after the last answer it closes. */
  static WebPeer on(ServerSocket listener, String... answers) {
    WebPeer peer = new WebPeer(listener, List.of(answers));
    Thread.ofVirtual().name("web peer").start(peer::serve);
    return peer;
  }

  static WebPeer answering(String... answers) throws IOException {
    return on(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** The next request that came, waiting for it. */
  String request() throws InterruptedException {
    return requests.take();
  }

  private void serve() {
    try (Socket socket = listener.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(
                  new BufferedInputStream(socket.getInputStream()), StandardCharsets.ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      for (String answer : answers) {
        StringBuilder request = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          request.append(line).append('\n');
          if (line.isEmpty()) {
            break;
          }
        }
        requests.add(request.toString());
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      requests.add("failed: " + e); // the client has left, or does not trust us
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
