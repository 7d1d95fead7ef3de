package dev.heddle.load;

import dev.heddle.greeting.Greeting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Greetings over TCP, a line each; every byte that comes is compared. */
final class LineDialogue implements Dialogue {
  private static final byte[] WELCOME = Greeting.welcome();
  private static final byte[] EXIT = Greeting.exit();
  private static final int MOST_INPUT = 16_384;

  private final Link link;
  private final Names names;
  private final byte[] input;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();

  LineDialogue(Link link, Names names) {
    this.link = link;
    this.names = names;
    // One byte more than is expected, so that what was not asked for is seen.
    this.input = new byte[Math.min(names.replies().length + 1, MOST_INPUT)];
  }

  @Override
  public void connect() throws IOException {
    link.connect();
    in = link.in();
    out = link.out();
  }

  @Override
  public void open() throws IOException {
    expect(WELCOME, WELCOME.length);
  }

  @Override
  public void exchange(Batch batch) throws IOException {
    int size = batch.size();
    names.next(size);
    out.write(names.requests(), 0, size * names.requestLength());
    batch.written();
    int expected = size * names.replyLength();
    int answered = 0;
    int matched = 0;
    while (matched < expected) {
      int count = in.read(input);
      long now = System.nanoTime();
      check(input, count, names.replies(), matched, expected);
      matched += count;
      while ((answered + 1) * names.replyLength() <= matched) {
        batch.answered(answered++, now);
      }
    }
  }

  @Override
  public void end() throws IOException {
    out.write(EXIT);
    int count = in.read(input);
    if (count >= 0) {
      throw afterExit(input, count);
    }
    close();
  }

  @Override
  public void close() {
    link.close();
  }

  private void expect(byte[] bytes, int length) throws IOException {
    int matched = 0;
    while (matched < length) {
      int count = in.read(input, 0, Math.min(input.length, length - matched + 1));
      check(input, count, bytes, matched, length);
      matched += count;
    }
  }

  /**
   * Compares the {@code count} bytes of {@code input} with those expected next.
   *
   * @throws LoadException if they differ, or the stream has ended
   */
  static void check(byte[] input, int count, byte[] expected, int from, int to)
      throws LoadException {
    if (count < 0) {
      throw new LoadException(
          ErrorKind.CLOSED, "the server closed with " + (to - from) + " bytes outstanding");
    }
    if (count > to - from || !Arrays.equals(input, 0, count, expected, from, from + count)) {
      throw new LoadException(
          ErrorKind.WRONG,
          "'%s' came instead of '%s'"
              .formatted(text(input, 0, count), text(expected, from, Math.min(to, from + count))));
    }
  }

  static LoadException afterExit(byte[] input, int count) {
    return new LoadException(ErrorKind.WRONG, "unasked came '" + text(input, 0, count) + "'");
  }

  static String text(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + 60);
    String text = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    return text.strip().replaceAll("[^ -~]", "?") + (end < to ? "..." : "");
  }
}
