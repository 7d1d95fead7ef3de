package dev.heddle.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * The other end of a connection, which does as a test says: well, badly, or nothing. Texts are
 * UTF-8 on their way out and Latin-1 on their way in, so that every byte can be told from another.
 */
public final class Peer implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  private Peer(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects and does not read the welcome. */
  public static Peer silent(InetSocketAddress address) throws IOException {
    return silent(address, 0);
  }

  /** As {@link #silent(InetSocketAddress)}, with a receive buffer so small that it soon is full. */
  public static Peer silent(InetSocketAddress address, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.connect(address, TIMEOUT_MILLIS);
      return new Peer(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  public static Peer silent(RunningServer server) throws IOException {
    return silent(server.address("tcp"));
  }

  /** Connects and reads the welcome. */
  public static Peer greeted(InetSocketAddress address) throws IOException {
    Peer peer = silent(address);
    String welcome = peer.readLine();
    if (!welcome.equals("Welcome!\n")) {
      peer.close();
      throw new AssertionError("not a welcome: '" + welcome + "'");
    }
    return peer;
  }

  public static Peer greeted(RunningServer server) throws IOException {
    return greeted(server.address("tcp"));
  }

  public Peer send(byte[] bytes) throws IOException {
    out.write(bytes);
    return this;
  }

  public Peer send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  /** One segment for each byte. */
  public Peer sendBytewise(String text) throws IOException {
    for (byte each : text.getBytes(UTF_8)) {
      send(new byte[] {each});
    }
    return this;
  }

  /** Sends our FIN; the other direction stays open. */
  public Peer sendFin() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Up to the next newline, which is included, or the end. */
  public String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int value = in.read(); value >= 0; value = in.read()) {
      line.write(value);
      if (value == '\n') {
        break;
      }
    }
    return line.toString(ISO_8859_1);
  }

  /** So many bytes, or fewer up to the end. */
  public String read(int count) throws IOException {
    return new String(in.readNBytes(count), ISO_8859_1);
  }

  /** All up to the FIN; an RST is a {@link java.net.SocketException}. */
  public String readToFin() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  /** Asks and reads as many bytes as the answer has. */
  public String ask(String line) throws IOException {
    send(line + "\n");
    return readLine();
  }

  public Socket socket() {
    return socket;
  }

  /** Closes with a FIN, if all that came has been read. */
  public void leave() throws IOException {
    socket.close();
  }

  /** Closes with an RST. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Asks for ever and takes no reply, until it is cut off. */
  public void askAndNeverRead() {
    try {
      while (true) {
        send("Sarah\n".repeat(10_000));
      }
    } catch (IOException e) {
      // cut off at last
    }
  }
}
