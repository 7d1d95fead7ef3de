package dev.heddle.greeting;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one TCP conversation, without the socket: what was read goes in, what is to
 * be written comes out. How the bytes were split over reads makes no difference between lines.
 *
 * <pre>
 *   makeRoom(), then read into input() at inputEnd(), up to that many bytes
 *     -> received(count)            what to do next: READ, WAIT, EXIT or TOO_LONG
 *     -> output(), outputLength()   all the replies of this read, to be written at once
 *     -> outputWritten()
 * </pre>
 *
 * <p>Confined to the thread that owns the conversation.
 */
public final class Conversation {
  /** What the owner does after its replies are written. */
  public enum Next {
    /** Read on. */
    READ,
    /** Read on, but for {@link #BARE_GRACE_MILLIS} at most, then call {@link #speakBare}. */
    WAIT,
    /** The peer said {@code exit}: close. */
    EXIT,
    /** The peer sent a message over the limit and has been told so: close. */
    TOO_LONG
  }

  /** How long a first message without a newline waits for one, under {@link Framing#AUTO}. */
  public static final int BARE_GRACE_MILLIS = 30;

  // A held connection costs little until it sends much: arrays of its own start small, double when
  // a read fills them, and shrink again.
  private static final int SMALL_INPUT = 64;
  private static final int SMALL_OUTPUT = 128;
  private static final byte[] NONE = {};

  private enum Mode {
    UNDECIDED,
    LINES,
    BARE
  }

  private final int maxMessage;
  private Mode mode;
  private final @Nullable Workspace workspace;

  /** Input of its own. */
  private byte[] input = NONE;

  // Whether it works in the workspace's arrays instead: to refer to those anew for each message
  // would cost the collector's barriers, which fence, four times a message.
  private boolean isInputShared;
  private boolean isOutputShared;

  private int inputEnd;

  /** Input before this index is known to hold no newline. */
  private int scanned;

  /** Output of its own, or the welcome. */
  private byte[] output = Wire.WELCOME;

  private int outputLength = output.length;
  private long greetings;

  /**
   * One that has its arrays to itself, from its first message on.
   *
   * @param maxMessage the longest message in bytes, its terminator not counted; from 1
   */
  public Conversation(Framing framing, int maxMessage) {
    this(framing, maxMessage, null);
  }

  /**
   * One that works in arrays that it shares. What is held of a message that is not yet whole is in
   * an array of its own; replies are gone once the owner lets others work.
   *
   * @param maxMessage the longest message in bytes, its terminator not counted; from 1
   * @param workspace null: arrays of its own
   */
  public Conversation(Framing framing, int maxMessage, @Nullable Workspace workspace) {
    this.maxMessage = maxMessage;
    this.workspace = workspace;
    this.mode =
        switch (framing) {
          case AUTO -> Mode.UNDECIDED;
          case LINE -> Mode.LINES;
        };
  }

  /** Where the next read puts its bytes, from {@link #inputEnd}; changed by {@link #makeRoom}. */
  public byte[] input() {
    return isInputShared && workspace != null ? workspace.input : input;
  }

  /** Where the next read begins in {@link #input}. */
  public int inputEnd() {
    return inputEnd;
  }

  /** Makes room in {@link #input} for the next read; returns for how many bytes, at least one. */
  public int makeRoom() {
    if (input().length == 0) {
      if (workspace == null) {
        input = new byte[SMALL_INPUT];
      } else {
        isInputShared = true;
      }
    } else if (inputEnd == input().length) {
      input = Arrays.copyOf(input(), Math.min(2 * inputEnd, capacity()));
      isInputShared = false;
    }
    return Math.min(input().length, capacity()) - inputEnd;
  }

  /** Whether bytes are held of a message that is not yet whole. */
  public boolean isMidMessage() {
    return inputEnd > 0;
  }

  /**
   * Whether a read that filled the room it was given may be only a part of what has arrived. One
   * read is one message to a client that sends bare names, so such a read goes on, without waiting,
   * before {@link #received} is told.
   */
  public boolean wantsRest(int count) {
    int length = input().length;
    return mode == Mode.BARE && inputEnd + count == length && length < maxMessage;
  }

  /** Takes the first {@code count} bytes of a read that goes on; see {@link #wantsRest}. */
  public void receivedPart(int count) {
    inputEnd += count;
    leaveWorkspace();
  }

  /**
   * Takes along the {@code count} bytes that a read has put into {@link #input}, before others may
   * work in the arrays that it shares: {@link #received} is told of them after that.
   */
  public void takeAlong(int count) {
    if (isInputShared && workspace != null) {
      input = Arrays.copyOf(workspace.input, Math.max(SMALL_INPUT, inputEnd + count));
      isInputShared = false;
    }
  }

  /** Takes the {@code count} bytes that a read has put into {@link #input}. */
  public Next received(int count) {
    inputEnd += count;
    if (mode == Mode.UNDECIDED && newline(0, inputEnd) >= 0) {
      mode = Mode.LINES;
    }
    return switch (mode) {
      case LINES -> greetLines(count);
      case BARE -> greetRest();
      case UNDECIDED -> awaitNewline();
    };
  }

  private Next awaitNewline() {
    leaveWorkspace();
    return isOverLimit() ? refuse() : Next.WAIT;
  }

  /** No newline came in time: what has arrived is a message, and from now on each read is one. */
  public Next speakBare() {
    mode = Mode.BARE;
    return greetRest();
  }

  /** The peer has sent its last byte: what is held is its last message. */
  public Next ended() {
    return inputEnd == 0 ? Next.READ : greetRest();
  }

  /** Replies not yet written, {@link #outputLength} bytes from index 0. */
  public byte[] output() {
    return isOutputShared && workspace != null ? workspace.output : output;
  }

  public int outputLength() {
    return outputLength;
  }

  /** All replies have been written. */
  public void outputWritten() {
    outputLength = 0;
    isOutputShared = false;
    boolean isWelcome = greetings == 0; // which belongs to all
    if ((isWelcome || workspace != null) && output.length > 0) {
      output = NONE;
    }
  }

  /** How many messages have been greeted so far. */
  public long greetings() {
    return greetings;
  }

  /** Whether the arrays are large enough to be worth giving back while the peer is silent. */
  public boolean isLarge() {
    return input.length > 16 * SMALL_INPUT || output.length > 16 * SMALL_OUTPUT;
  }

  /** Gives the large arrays back, if nothing is held in them. */
  public void shrink() {
    if (inputEnd == 0 && outputLength == 0) {
      input = NONE;
      output = NONE;
    }
  }

  /** Room for the longest message and its terminator; a bare message comes without one. */
  private int capacity() {
    return mode == Mode.BARE ? maxMessage : maxMessage + 2;
  }

  private Next greetLines(int count) {
    int from = 0;
    for (int end = newline(scanned, inputEnd); end >= 0; end = newline(from, inputEnd)) {
      Next next = greet(from, end + 1);
      if (next != Next.READ) {
        return next;
      }
      from = end + 1;
    }
    keep(from, count);
    return isOverLimit() ? refuse() : Next.READ;
  }

  /** Whether the held part of a line can only become a message over the limit. */
  private boolean isOverLimit() {
    int lastMayBeTerminator = inputEnd > 0 && input()[inputEnd - 1] == '\r' ? 1 : 0;
    return inputEnd - lastMayBeTerminator > maxMessage;
  }

  private Next greetRest() {
    Next next = greet(0, inputEnd);
    inputEnd = 0;
    scanned = 0;
    leaveWorkspace();
    return next;
  }

  /** Answers the message in {@code input()[from, to)}, terminator included. */
  private Next greet(int from, int to) {
    byte[] input = input();
    int end = Wire.contentEnd(input, from, to);
    if (end - from > maxMessage) {
      return refuse();
    }
    if (Arrays.equals(input, from, end, Wire.EXIT, 0, Wire.EXIT.length)) {
      return Next.EXIT;
    }
    int length = Wire.HELLO.length + (to - from) + 1;
    byte[] output = reserve(length);
    System.arraycopy(Wire.HELLO, 0, output, outputLength, Wire.HELLO.length);
    int at = outputLength + Wire.HELLO.length;
    System.arraycopy(input, from, output, at, end - from);
    at += end - from;
    output[at++] = '!';
    System.arraycopy(input, end, output, at, to - end);
    outputLength += length;
    greetings++;
    return Next.READ;
  }

  private Next refuse() {
    append(Wire.tooLong(maxMessage));
    return Next.TOO_LONG;
  }

  /**
   * Keeps what is left from {@code from} on, and an array of its own as large as reads need: one
   * that a read has filled is doubled, for more may have come. To peers that send 16 messages at
   * once that is half the CPU a message: one read and one write instead of three.
   */
  private void keep(int from, int count) {
    byte[] input = input();
    boolean filled = inputEnd == input.length;
    inputEnd -= from;
    if (from > 0 && inputEnd > 0) {
      System.arraycopy(input, from, input, 0, inputEnd);
    }
    scanned = inputEnd;
    if (workspace != null && (isInputShared || inputEnd == 0)) {
      leaveWorkspace();
    } else if (filled && input.length < capacity()) {
      this.input = Arrays.copyOf(input, Math.min(2 * input.length, capacity()));
    } else if (input.length > SMALL_INPUT && count + inputEnd < input.length / 4) {
      this.input = Arrays.copyOf(input, input.length / 2);
    }
  }

  /** Before others work in it: takes along what is held. */
  private void leaveWorkspace() {
    if (workspace == null) {
      return;
    }
    if (inputEnd > 0) {
      if (isInputShared) {
        int room = Math.min(Math.max(SMALL_INPUT, 2 * inputEnd), capacity());
        input = Arrays.copyOf(workspace.input, room);
      }
    } else if (input.length > 0) {
      input = NONE;
    }
    isInputShared = false;
  }

  private int newline(int from, int to) {
    byte[] input = input();
    for (int i = from; i < to; i++) {
      if (input[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void append(byte[] bytes) {
    System.arraycopy(bytes, 0, reserve(bytes.length), outputLength, bytes.length);
    outputLength += bytes.length;
  }

  /** Returns the output, which has room for so many bytes more. */
  private byte[] reserve(int more) {
    if (output().length == 0) {
      if (workspace == null) {
        output = new byte[SMALL_OUTPUT];
      } else {
        isOutputShared = true;
      }
    }
    int length = output().length;
    if (outputLength + more > length) {
      output = Arrays.copyOf(output(), Math.max(2 * length, outputLength + more));
      isOutputShared = false;
    }
    return output();
  }
}
