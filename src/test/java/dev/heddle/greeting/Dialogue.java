package dev.heddle.greeting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.heddle.greeting.Conversation.Next;
import java.io.ByteArrayOutputStream;

/** Plays the session's part towards a conversation: reads as a socket would, collects replies. */
final class Dialogue {
  private final Conversation conversation;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Next next = Next.READ;

  private Dialogue(Conversation conversation) {
    this.conversation = conversation;
    write();
  }

  static Dialogue of(Framing framing, int maxMessage) {
    return new Dialogue(new Conversation(framing, maxMessage));
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
    }
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
    if (next == Next.WAIT) {
      next = conversation.speakBare();
      write();
    }
    return this;
  }

  /** The peer sends its last byte. */
  Dialogue end() {
    if (!isOver()) {
      next = conversation.ended();
      write();
    }
    return this;
  }

  /** The session finds nothing to read and gives memory back. */
  Dialogue shrink() {
    conversation.shrink();
    return this;
  }

  Conversation conversation() {
    return conversation;
  }

  Next next() {
    return next;
  }

  byte[] bytes() {
    return written.toByteArray();
  }

  /** What was answered after the welcome. */
  String replies() {
    String all = written.toString(ISO_8859_1);
    if (!all.startsWith("Welcome!\n")) {
      throw new AssertionError("no welcome: " + all);
    }
    return all.substring("Welcome!\n".length());
  }

  private boolean isOver() {
    return next == Next.EXIT || next == Next.TOO_LONG;
  }

  private void write() {
    written.write(conversation.output(), 0, conversation.outputLength());
    conversation.outputWritten();
  }
}
