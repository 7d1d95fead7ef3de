package dev.heddle.greeting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.heddle.greeting.Conversation.Next;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Plays the session's part towards a conversation: reads as a socket would, collects replies. Does
 * so twice, with a conversation that has its arrays to itself and with one that works where others
 * do, who spoil everything between its turns; both must come to the same.
 */
final class Dialogue {
  private final Side alone;
  private final Side shared;

  private Dialogue(Framing framing, int maxMessage) {
    Workspace workspace = new Workspace();
    this.alone = new Side(new Conversation(framing, maxMessage), null);
    this.shared = new Side(new Conversation(framing, maxMessage, workspace), workspace);
  }

  static Dialogue of(Framing framing, int maxMessage) {
    return new Dialogue(framing, maxMessage);
  }

  /** The whole of a conversation under {@link Framing#LINE}, each segment arriving by itself. */
  static Dialogue lines(int maxMessage, String... segments) {
    Dialogue dialogue = of(Framing.LINE, maxMessage);
    for (String segment : segments) {
      dialogue.send(segment);
    }
    return dialogue.end();
  }

  /** One segment arrives: one read, or several where the room is too small for it. */
  Dialogue send(byte[] segment) {
    alone.send(segment);
    shared.send(segment);
    return this;
  }

  /** Latin-1, so that a test can write any byte. */
  Dialogue send(String segment) {
    return send(segment.getBytes(ISO_8859_1));
  }

  Dialogue sendBytewise(String text) {
    for (byte each : text.getBytes(ISO_8859_1)) {
      send(new byte[] {each});
    }
    return this;
  }

  /** The peer is silent for longer than the grace. */
  Dialogue pause() {
    alone.pause();
    shared.pause();
    return this;
  }

  /** The peer sends its last byte. */
  Dialogue end() {
    alone.end();
    shared.end();
    return this;
  }

  /** The session finds nothing to read and gives memory back. */
  Dialogue shrink() {
    alone.conversation.shrink();
    shared.conversation.shrink();
    return this;
  }

  /** The one that has its arrays to itself. */
  Conversation conversation() {
    return alone.conversation;
  }

  /** The one that works where others do. */
  Conversation sharing() {
    return shared.conversation;
  }

  Next next() {
    if (alone.next != shared.next) {
      throw new AssertionError(alone.next + " alone, " + shared.next + " where others work");
    }
    return alone.next;
  }

  byte[] bytes() {
    byte[] bytes = alone.written.toByteArray();
    if (!Arrays.equals(bytes, shared.written.toByteArray())) {
      throw new AssertionError(
          alone.written.toString(ISO_8859_1)
              + " alone, where others work "
              + shared.written.toString(ISO_8859_1));
    }
    return bytes;
  }

  /** What was answered after the welcome. */
  String replies() {
    String all = new String(bytes(), ISO_8859_1);
    if (!all.startsWith("Welcome!\n")) {
      throw new AssertionError("no welcome: " + all);
    }
    return all.substring("Welcome!\n".length());
  }

  /** One conversation, and the place where others work meanwhile, if they do. */
  private static final class Side {
    private final Conversation conversation;
    private final @Nullable Workspace workspace;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Next next = Next.READ;

    Side(Conversation conversation, @Nullable Workspace workspace) {
      this.conversation = conversation;
      this.workspace = workspace;
      write();
    }

    void send(byte[] segment) {
      int sent = 0;
      while (sent < segment.length && !isOver()) {
        int count = Math.min(conversation.makeRoom(), segment.length - sent);
        System.arraycopy(segment, sent, conversation.input(), conversation.inputEnd(), count);
        sent += count;
        if (sent < segment.length && conversation.wantsRest(count)) {
          conversation.receivedPart(count);
        } else {
          next = conversation.received(count);
          write();
        }
        letOthersWork();
      }
    }

    void pause() {
      if (next == Next.WAIT) {
        next = conversation.speakBare();
        write();
        letOthersWork();
      }
    }

    void end() {
      if (!isOver()) {
        next = conversation.ended();
        write();
        letOthersWork();
      }
    }

    private boolean isOver() {
      return next == Next.EXIT || next == Next.TOO_LONG;
    }

    private void write() {
      written.write(conversation.output(), 0, conversation.outputLength());
      conversation.outputWritten();
    }

    private void letOthersWork() {
      if (workspace != null) {
        Arrays.fill(workspace.input, (byte) '\n');
        Arrays.fill(workspace.output, (byte) '?');
      }
    }
  }
}
