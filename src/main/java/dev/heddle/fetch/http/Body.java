package dev.heddle.fetch.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, as it comes. Whoever reads it to its end knows that it was whole: a
 * connection that ends before is a {@link TruncatedException}, except where nothing else can tell
 * the end. Confined to one thread.
 */
public final class Body {
  private static final int LONGEST_CHUNK_LINE = 8_192;
  private static final int MOST_TRAILER_BYTES = 65_536;

  private final Input input;
  private final BodyLength length;
  private final boolean keepsAlive;

  /** Bytes until the body's or the chunk's end. */
  private long left;

  private @Nullable ByteBuffer lent;
  private boolean begun;
  private boolean ended;

  /**
   * The body that follows {@code head}, which has been read from {@code input}.
   *
   * @throws ProtocolException if the head does not say in one way where the body ends
   */
  Body(Input input, ResponseHead head, boolean toHead) throws ProtocolException {
    this.input = input;
    this.length = BodyLength.of(head, toHead);
    // A length beside chunks is how responses are smuggled: nothing after it is believed.
    this.keepsAlive =
        head.keepsAlive()
            && !(length instanceof BodyLength.UntilClose)
            && !(length instanceof BodyLength.Chunked && head.first("Content-Length").isPresent());
    if (length instanceof BodyLength.Known(long bytes)) {
      left = bytes;
      ended = bytes == 0;
    }
  }

  /** How its end is known. */
  BodyLength length() {
    return length;
  }

  /**
   * The next bytes, a view that is valid until the next call; empty at the end. Blocks until there
   * are some.
   *
   * @throws TruncatedException if the connection ends before the body does
   * @throws ProtocolException if its chunks are malformed
   */
  public ByteBuffer next() throws IOException {
    if (ended) {
      return input.take(0);
    }
    // Not a switch over the types, whose first use takes 10 ms.
    if (length instanceof BodyLength.Known) {
      return nextKnown();
    }
    return length instanceof BodyLength.Chunked ? nextChunked() : nextUntilClose();
  }

  /** Whether more of it is still to come than a large buffer holds, and comes fast. */
  boolean wantsRoom() {
    return lent == null && left >= LargeBuffers.SIZE && input.lastFilled();
  }

  /** Goes through {@code room} from now on, which nobody else uses as long as this is read. */
  void readThrough(ByteBuffer room) {
    lent = room;
  }

  /** Whether the connection may take another request once this was read to its end. */
  boolean keepsAlive() {
    return keepsAlive;
  }

  /** Whether the connection can't take another request: true until the body was read to its end. */
  public boolean endsConnection() {
    return !ended || !keepsAlive || input.unread() > 0;
  }

  private ByteBuffer nextKnown() throws IOException {
    ByteBuffer bytes = takeCounted("the body");
    ended = left == 0;
    return bytes;
  }

  private ByteBuffer nextUntilClose() throws IOException {
    ByteBuffer bytes = input.take(Long.MAX_VALUE);
    ended = !bytes.hasRemaining();
    return bytes;
  }

  private ByteBuffer nextChunked() throws IOException {
    if (left == 0) {
      if (begun) {
        endChunk();
      }
      begun = true;
      left = chunkSize(readChunkLine());
      if (left == 0) {
        skipTrailers();
        ended = true;
        return input.take(0);
      }
    }
    return takeCounted("a chunk of the body");
  }

  /** Reads the line end behind a chunk: not with its last bytes, whose view it would overwrite. */
  private void endChunk() throws IOException {
    if (!readChunkLine().isEmpty()) {
      throw new ProtocolException("a chunk of the body is longer than it says");
    }
  }

  private ByteBuffer takeCounted(String what) throws IOException {
    ByteBuffer bytes = lent == null ? input.take(left) : input.take(left, lent);
    if (!bytes.hasRemaining()) {
      throw new TruncatedException(
          "the connection was closed %d bytes before the end of %s".formatted(left, what));
    }
    left -= bytes.remaining();
    return bytes;
  }

  private static long chunkSize(String line) throws ProtocolException {
    int end = line.indexOf(';');
    String digits = (end < 0 ? line : line.substring(0, end)).stripTrailing();
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= 15
            && digits.chars().allMatch(each -> Character.digit(each, 16) >= 0 && each < 128);
    if (!isNumber) {
      throw new ProtocolException("malformed size of a chunk in the body");
    }
    return Long.parseLong(digits, 16);
  }

  private void skipTrailers() throws IOException {
    String tooLong = "the trailers of the body are longer than " + MOST_TRAILER_BYTES + " bytes";
    int room = MOST_TRAILER_BYTES;
    for (String line = readLine(room, tooLong); !line.isEmpty(); line = readLine(room, tooLong)) {
      room -= line.length() + 1;
    }
  }

  private String readChunkLine() throws IOException {
    return readLine(
        LONGEST_CHUNK_LINE,
        "a line between two chunks is longer than " + LONGEST_CHUNK_LINE + " bytes");
  }

  private String readLine(int most, String tooLong) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() <= most) {
      int next = input.next();
      if (next < 0) {
        throw new TruncatedException("the connection was closed between two chunks of the body");
      }
      if (next == '\n') {
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
      }
      line.append((char) next);
    }
    throw new ProtocolException(tooLong);
  }
}
