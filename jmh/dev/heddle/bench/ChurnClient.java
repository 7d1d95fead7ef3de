package dev.heddle.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Short conversations with a greeting server, one after the other, a number of them at once: all
 * driven by one thread, to which this is confined.
 */
final class ChurnClient implements Closeable {
  private static final int STALLED_MILLIS = 30_000;
  private static final byte[] WELCOME = "Welcome!\n".getBytes(US_ASCII);
  private static final ByteBuffer EXIT = ByteBuffer.wrap("exit\n".getBytes(US_ASCII));

  /** A name as it is sent, and all that the server says in that conversation. */
  private record Script(ByteBuffer name, ByteBuffer heard) {}

  private final List<Script> scripts = scripts();
  private final ByteBuffer input = ByteBuffer.allocateDirect(4_096);
  private final Selector selector = Selector.open();
  private final InetSocketAddress server;
  private final int atOnce;
  private int next;
  private int begun;
  private int ended;
  private long bytes;

  ChurnClient(InetSocketAddress server, int atOnce) throws IOException {
    this.server = server;
    this.atOnce = atOnce;
  }

  /** Holds {@code count} conversations; returns how many bytes the server said in them. */
  long converse(int count) throws IOException {
    begun = 0;
    ended = 0;
    bytes = 0;
    while (ended < count) {
      while (begun < count && begun - ended < atOnce) {
        begin();
      }
      if (selector.select(STALLED_MILLIS) == 0) {
        throw new IOException("no reply for " + STALLED_MILLIS + " ms");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        ((Conversation) key.attachment()).read();
      }
      selector.selectedKeys().clear();
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private void begin() throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true).configureBlocking(false);
    Conversation conversation = new Conversation(channel, scripts.get(next));
    channel.register(selector, SelectionKey.OP_READ, conversation);
    next = (next + 1) % scripts.size();
    begun++;
  }

  private static List<Script> scripts() {
    List<Script> scripts = new ArrayList<>();
    for (byte[] line : Names.lines()) {
      ByteArrayOutputStream heard = new ByteArrayOutputStream();
      heard.writeBytes(WELCOME);
      heard.writeBytes(Names.reply(line));
      scripts.add(new Script(ByteBuffer.wrap(line), ByteBuffer.wrap(heard.toByteArray())));
    }
    return scripts;
  }

  private final class Conversation {
    private final SocketChannel channel;
    private final Script script;
    private int heard;

    Conversation(SocketChannel channel, Script script) {
      this.channel = channel;
      this.script = script;
    }

    void read() throws IOException {
      int count = channel.read(input.clear());
      if (count < 0) {
        end();
        return;
      }
      bytes += count;
      for (input.flip(); input.hasRemaining(); heard++) {
        if (heard == script.heard().limit() || input.get() != script.heard().get(heard)) {
          throw new IOException("not what the server should say");
        }
      }
      if (heard == WELCOME.length) {
        send(script.name());
      } else if (heard == script.heard().limit()) {
        send(EXIT);
      }
    }

    private void send(ByteBuffer line) throws IOException {
      line.rewind();
      while (line.hasRemaining()) {
        channel.write(line);
      }
    }

    private void end() throws IOException {
      if (heard < script.heard().limit()) {
        throw new IOException("closed before the reply");
      }
      channel.close();
      ended++;
    }
  }
}
