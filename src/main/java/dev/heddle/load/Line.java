package dev.heddle.load;

import dev.heddle.greeting.Greeting;
import java.io.IOException;
import java.nio.channels.Selector;
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
  private @Nullable SelectedLink link;
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
    batch = new Batch(number, plan.pipeline(), shared.recorders(), window, false);
    since = now - RETRY;
    next(batch, now);
  }

  /** Begins to connect. */
  void open(Selector selector) {
    asked = 0;
    matched = 0;
    since = System.nanoTime();
    try {
      SelectedLink made =
          SelectedLink.open(shared.dialogues().route(number), selector, this, loop.buffer());
      link = made;
      state = made.isConnected() ? State.WELCOME : State.CONNECTING;
    } catch (IOException e) {
      failed(e);
    }
  }

  /** The selector says that something can be done. */
  void ready() {
    SelectedLink current = link;
    if (current == null) {
      return; // closed a moment ago
    }
    try {
      if (state == State.CONNECTING) {
        current.finishConnect();
        state = State.WELCOME;
      } else if (!current.writeOn()) {
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

  private void read(SelectedLink current) throws IOException {
    int count = current.read(loop.bytes());
    long now = System.nanoTime();
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
      close();
      again(own, current.selector(), now);
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
    SelectedLink current = link;
    if (current != null) {
      current.write(bytes, length);
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

  void close() {
    SelectedLink current = link;
    state = state == State.DONE ? State.DONE : State.CLOSED;
    link = null;
    asked = 0;
    if (current != null) {
      current.close();
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
