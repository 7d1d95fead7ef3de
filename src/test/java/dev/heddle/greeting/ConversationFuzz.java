package dev.heddle.greeting;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.heddle.greeting.Conversation.Next;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What Jazzer's driver calls: bytes split in any way give the replies that they give as a whole,
 * and that a trivial implementation gives. Run by {@link ConversationFuzzTest}, and for longer by
 * {@code scripts/fuzz.sh}.
 */
public final class ConversationFuzz {
  private static final int LONGEST_LIMIT = 300; // the start buffer holds 64: it grows and shrinks

  private ConversationFuzz() {}

  /** One input: a limit, the lengths of the segments, and the bytes. */
  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    int limit = data.consumeInt(1, LONGEST_LIMIT);
    byte[] cuts = data.consumeBytes(data.consumeInt(0, 64));
    check(limit, cuts, data.consumeRemainingAsBytes());
  }

  static void check(int limit, byte[] cuts, byte[] input) {
    Outcome expected = reference(limit, input);
    Dialogue whole = Dialogue.of(Framing.LINE, limit).send(input).end();
    compare("whole", limit, cuts, input, expected, whole);
    compare("split", limit, cuts, input, expected, split(Framing.LINE, limit, cuts, input));
    if (beginsWithALine(limit, input)) {
      compare("auto", limit, cuts, input, expected, split(Framing.AUTO, limit, cuts, input));
    }
  }

  /** Each cut is the length of a segment; a negative one gives memory back before it. */
  private static Dialogue split(Framing framing, int limit, byte[] cuts, byte[] input) {
    Dialogue dialogue = Dialogue.of(framing, limit);
    int sent = 0;
    for (byte cut : cuts) {
      if (cut < 0) {
        dialogue.shrink();
      }
      int end = Math.min(input.length, sent + Math.max(1, Math.abs(cut)));
      dialogue.send(Arrays.copyOfRange(input, sent, end));
      sent = end;
    }
    return dialogue.send(Arrays.copyOfRange(input, sent, input.length)).end();
  }

  /** Looks at the whole input, knows nothing of reads, and takes its time. */
  private static Outcome reference(int limit, byte[] input) {
    ByteArrayOutputStream replies = new ByteArrayOutputStream();
    replies.writeBytes("Welcome!\n".getBytes(US_ASCII));
    int from = 0;
    while (from < input.length) {
      int to = indexOfNewline(input, from) + 1;
      if (to == 0) {
        to = input.length;
      }
      byte[] line = Arrays.copyOfRange(input, from, to);
      int length = nameLength(line);
      byte[] name = Arrays.copyOf(line, length);
      if (length > limit) {
        replies.writeBytes(("Error: message longer than " + limit + " bytes\n").getBytes(US_ASCII));
        return new Outcome(replies.toByteArray(), Next.TOO_LONG);
      }
      if (Arrays.equals(name, "exit".getBytes(US_ASCII))) {
        return new Outcome(replies.toByteArray(), Next.EXIT);
      }
      replies.writeBytes("Hello, ".getBytes(US_ASCII));
      replies.writeBytes(name);
      replies.write('!');
      replies.write(line, length, line.length - length);
      from = to;
    }
    return new Outcome(replies.toByteArray(), Next.READ);
  }

  private static int nameLength(byte[] line) {
    int length = line.length;
    if (length == 0 || line[length - 1] != '\n') {
      return length;
    }
    return length > 1 && line[length - 2] == '\r' ? length - 2 : length - 1;
  }

  private static boolean beginsWithALine(int limit, byte[] input) {
    int newline = indexOfNewline(input, 0);
    return newline >= 0 && nameLength(Arrays.copyOf(input, newline + 1)) <= limit;
  }

  private static int indexOfNewline(byte[] input, int from) {
    for (int i = from; i < input.length; i++) {
      if (input[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static void compare(
      String how, int limit, byte[] cuts, byte[] input, Outcome expected, Dialogue actual) {
    if (expected.next() != actual.next() || !Arrays.equals(expected.bytes(), actual.bytes())) {
      HexFormat hex = HexFormat.of();
      throw new AssertionError(
          "%s, limit %d, cuts %s, input %s: expected %s %s but was %s %s"
              .formatted(
                  how,
                  limit,
                  Arrays.toString(cuts),
                  hex.formatHex(input),
                  expected.next(),
                  hex.formatHex(expected.bytes()),
                  actual.next(),
                  hex.formatHex(actual.bytes())));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  private record Outcome(byte[] bytes, Next next) {}
}
