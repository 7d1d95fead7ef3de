package dev.heddle.load;

import dev.heddle.greeting.Greeting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One of the connections that a {@link Loop} drives; whatever ends, a new one is made.
 *
 * <pre>
 *   CLOSED -> CONNECTING -> WELCOME -> OPEN -> ASKED -> ASKED ... -> DONE
 *     ^------ LEAVING (after a conversation) <---'
 *     ^------ from everywhere, after an error
 * </pre>
 *
 * <p>Confined to the loop's thread.
 */
final class Line {
  private static final byte[] WELCOME = Greeting.welcome();
  private static final byte[] EXIT = Greeting.exit();
  private static final long RETRY = 100_000_000; // nanoseconds

  private enum State {
    CLOSED,
    CONNECTING,
    WELCOME,
    OPEN,
    ASKED,
    LEAVING,
    DONE
  }

  private final int number;
  private final LoadPlan plan;
  private final Driver.Shared shared;
  private final Loop loop;
  private final Names names;
  private @Nullable SocketChannel channel;
  private @Nullable SelectionKey key;
  private @Nullable ByteBuffer unwritten;
  private @Nullable Batch batch;
  private State state = State.CLOSED;
  private boolean wasReady;
  private long end;
  private long since;
  private int asked;
  private int matched;
  private int answered;

  Line(int number, LoadPlan plan, Driver.Shared shared, Loop loop) {
    this.number = number;
    this.plan = plan;
    this.shared = shared;
    this.loop = loop;
    this.names = new Names(number, plan.pipeline());
  }

  /** The load begins. */
  void begin(Window window, long now) {
    end = window.end();
    batch = new Batch(number, plan.pipeline(), shared.recorders(), window, new Turn(false));
    since = now - RETRY;
    next(batch, now);
  }

  /** Begins to connect. */
  void open(Selector selector) {
    asked = 0;
    matched = 0;
    since = System.nanoTime();
    try {
      Link.Route route = shared.dialogues().route(number);
      SocketChannel made = SocketChannel.open();
      channel = made;
      made.configureBlocking(false);
      made.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (route.from().isPresent()) {
        var unused = made.bind(new InetSocketAddress(route.from().get(), 0));
      }
      boolean isConnected = made.connect(route.to());
      state = isConnected ? State.WELCOME : State.CONNECTING;
      key =
          made.register(
              selector, isConnected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    } catch (IOException e) {
      failed(e);
    }
  }

  /** The selector says that something can be done. */
  void ready() {
    SocketChannel current = channel;
    SelectionKey own = key;
    if (current == null || own == null) {
      return; // closed a moment ago
    }
    try {
      if (state == State.CONNECTING) {
        var unused = current.finishConnect();
        state = State.WELCOME;
        own.interestOps(SelectionKey.OP_READ);
      } else if (unwritten != null) {
        write(current, own, unwritten);
      } else {
        read(current);
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Gives up what takes too long, and tries again what failed a while ago. */
  void tick(long now, Selector selector) {
    boolean waits = state != State.CLOSED && state != State.OPEN && state != State.DONE;
    if (waits && now - since > plan.timeout().toNanos()) {
      failed(Errors.late(plan));
    }
    Batch current = batch;
    if (current == null || state != State.CLOSED || now - since < RETRY) {
      return;
    }
    if (now - end >= 0) {
      state = State.DONE;
      return;
    }
    intend(current, now);
    current.connecting();
    open(selector);
  }

  private void read(SocketChannel current) throws IOException {
    int count = current.read(loop.buffer().clear());
    long now = System.nanoTime();
    if (count > 0) {
      loop.buffer().flip().get(loop.bytes(), 0, count);
    }
    Batch own = batch;
    if (state == State.WELCOME) {
      LineDialogue.check(loop.bytes(), count, WELCOME, matched, WELCOME.length);
      matched += count;
      if (matched == WELCOME.length) {
        opened(now);
      }
    } else if (state == State.ASKED && own != null) {
      take(own, count, now);
    } else if (state == State.LEAVING && count < 0 && own != null) {
      Selector selector = selector();
      close();
      again(own, selector, now);
    } else {
      throw count < 0
          ? new LoadException(ErrorKind.CLOSED, "the server closed before it was asked")
          : LineDialogue.afterExit(loop.bytes(), count);
    }
  }

  private void opened(long now) throws IOException {
    state = State.OPEN;
    tellReady(true);
    Batch own = batch;
    if (own != null) {
      if (own.size() == 0) {
        next(own, now);
      } else {
        ask(own, now);
      }
    }
  }

  private void take(Batch own, int count, long now) throws IOException {
    int expected = own.size() * names.replyLength();
    LineDialogue.check(loop.bytes(), count, names.replies(), matched, expected);
    matched += count;
    while ((answered + 1) * names.replyLength() <= matched) {
      own.answered(answered++, now);
    }
    if (matched < expected) {
      return;
    }
    asked += own.size();
    if (asked == plan.conversation()) {
      state = State.LEAVING;
      since = now;
      send(EXIT, EXIT.length);
    } else {
      state = State.OPEN;
      next(own, now);
    }
  }

  /** Asks on, if it is open and the load is not over. */
  private void next(Batch own, long now) {
    if (state != State.OPEN) {
      return;
    }
    if (now - end >= 0) {
      close();
      state = State.DONE;
      return;
    }
    intend(own, now);
    try {
      ask(own, now);
    } catch (IOException e) {
      failed(e);
    }
  }

  private void again(Batch own, Selector selector, long now) {
    if (now - end >= 0) {
      state = State.DONE;
      return;
    }
    intend(own, now);
    own.connecting();
    open(selector);
  }

  private void intend(Batch own, long now) {
    own.clear();
    int left = plan.conversation() == 0 ? plan.pipeline() : plan.conversation() - asked;
    for (int i = 0; i < Math.min(left, plan.pipeline()); i++) {
      own.add(now);
    }
  }

  private void ask(Batch own, long now) throws IOException {
    state = State.ASKED;
    since = now;
    matched = 0;
    answered = 0;
    own.sending(now, now);
    names.next(own.size());
    send(names.requests(), own.size() * names.requestLength());
  }

  private void send(byte[] bytes, int length) throws IOException {
    SocketChannel current = channel;
    SelectionKey own = key;
    if (current == null || own == null) {
      return;
    }
    ByteBuffer all =
        length <= loop.buffer().capacity() ? loop.buffer().clear() : ByteBuffer.allocate(length);
    write(current, own, all.put(bytes, 0, length).flip());
  }

  private void write(SocketChannel current, SelectionKey own, ByteBuffer bytes) throws IOException {
    var unused = current.write(bytes);
    if (bytes.hasRemaining()) { // rare: the kernel has room for a whole batch
      unwritten = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
      own.interestOps(SelectionKey.OP_WRITE);
    } else if (unwritten != null) {
      unwritten = null;
      own.interestOps(SelectionKey.OP_READ);
    }
  }

  private void failed(IOException e) {
    close();
    since = System.nanoTime();
    if (!loop.isOver()) {
      shared.errors().add(e);
    }
    tellReady(false);
  }

  private void tellReady(boolean isOpen) {
    if (!wasReady && plan.conversation() == 0) {
      wasReady = true;
      shared.start().ready(isOpen);
    }
  }

  private Selector selector() {
    SelectionKey own = key;
    if (own == null) {
      throw new IllegalStateException("a line that is closed has no selector");
    }
    return own.selector();
  }

  void close() {
    SocketChannel current = channel;
    state = state == State.DONE ? State.DONE : State.CLOSED;
    channel = null;
    key = null;
    unwritten = null;
    asked = 0;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        // it is given up in any case
      }
    }
  }

  boolean isOpening() {
    return state == State.CONNECTING || state == State.WELCOME;
  }

  boolean isDone() {
    return state == State.DONE;
  }

  long answeredInWindow() {
    Batch own = batch;
    return own == null ? 0 : own.answeredInWindow();
  }

  boolean isSilent() {
    Batch own = batch;
    return own != null && own.isSilent();
  }
}
