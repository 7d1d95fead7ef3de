package dev.heddle.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Closed-loop clients that count: each writes some messages, waits for the replies, checks every
 * byte and writes on, until the server ends the stream.
 */
public final class Clients implements AutoCloseable {
  private static final byte[] WELCOME = "Welcome!\n".getBytes(UTF_8);
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  /** How a client writes. */
  public enum Style {
    /** One line a write. */
    LINE(1, false, "\n"),
    /** Sixteen lines a write. */
    PIPELINED(16, false, "\n"),
    /** Two lines and the beginning of a third a write; the next write begins with the rest. */
    PARTS(2, true, "\n"),
    /** One name without a newline a write. */
    BARE(1, false, "");

    private final int messages;
    private final boolean andPart;
    private final String terminator;

    Style(int messages, boolean andPart, String terminator) {
      this.messages = messages;
      this.andPart = andPart;
      this.terminator = terminator;
    }
  }

  private final List<Client> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private Clients() {}

  /** Connects {@code count} clients, their styles in turn; returns when all have been greeted. */
  public static Clients start(int count, InetSocketAddress server) throws Exception {
    Clients all = new Clients();
    for (int i = 0; i < count; i++) {
      Client client = new Client(i, Style.values()[i % Style.values().length], server);
      all.clients.add(client);
      all.threads.add(Thread.ofVirtual().name("client-" + i).start(client));
    }
    Probe.await(
        "all clients greeted",
        () ->
            all.clients.stream()
                .allMatch(client -> client.answered.get() > 0 || !client.end.isEmpty()));
    return all;
  }

  /** For each client, how many whole messages it had written; those must be answered. */
  public long[] sent() {
    return clients.stream().mapToLong(client -> client.sent.get()).toArray();
  }

  /**
   * Waits until the server has ended every stream; returns what is wrong, nothing if all is well.
   */
  public List<String> awaitEnd(long[] mustBeAnswered) throws InterruptedException {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      threads.get(i).join();
      Client client = clients.get(i);
      if (!client.end.equals("FIN") || client.answered.get() < mustBeAnswered[i]) {
        wrong.add(
            String.format(
                Locale.ROOT,
                "%s client %d: %d written, %d answered, ended by %s",
                client.style,
                i,
                mustBeAnswered[i],
                client.answered.get(),
                client.end));
      }
    }
    return wrong;
  }

  public long answered() {
    return clients.stream().mapToLong(client -> client.answered.get()).sum();
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.socket.close();
    }
  }

  private static final class Client implements Runnable {
    private final int number;
    private final Style style;
    private final InetSocketAddress server;
    private final Socket socket = new Socket();
    private byte[] rest = {};
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private volatile String end = "";

    Client(int number, Style style, InetSocketAddress server) {
      this.number = number;
      this.style = style;
      this.server = server;
    }

    @Override
    public void run() {
      try (socket) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.connect(server);
        end = converse(socket.getInputStream(), socket.getOutputStream());
      } catch (IOException e) {
        end = e.toString();
      }
    }

    private String converse(InputStream in, OutputStream out) throws IOException {
      if (!Arrays.equals(in.readNBytes(WELCOME.length), WELCOME)) {
        return "no welcome";
      }
      while (true) {
        write(out);
        while (answered.get() < sent.get()) {
          byte[] expected = reply(answered.get());
          byte[] reply = in.readNBytes(expected.length);
          if (reply.length == 0) {
            return "FIN";
          }
          if (!Arrays.equals(expected, reply)) {
            return "wrong reply '" + new String(reply, UTF_8) + "'";
          }
          answered.incrementAndGet();
        }
      }
    }

    private void write(OutputStream out) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(rest);
      int from = rest.length > 0 ? 1 : 0;
      for (int i = from; i < style.messages; i++) {
        bytes.writeBytes(message(sent.get() + i));
      }
      if (style.andPart) {
        byte[] next = message(sent.get() + style.messages);
        int part = 1 + (int) (sent.get() % (next.length - 1));
        bytes.write(next, 0, part);
        rest = Arrays.copyOfRange(next, part, next.length);
      }
      out.write(bytes.toByteArray());
      sent.addAndGet(style.messages);
    }

    private byte[] message(long index) {
      return (name(index) + style.terminator).getBytes(UTF_8);
    }

    private byte[] reply(long index) {
      return ("Hello, " + name(index) + "!" + style.terminator).getBytes(UTF_8);
    }

    private String name(long index) {
      return String.format(Locale.ROOT, "client %05d name %09d", number, index);
    }
  }
}
