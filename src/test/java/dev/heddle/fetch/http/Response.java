package dev.heddle.fetch.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection that brings the bytes of a test, so many at a time, and then ends. */
final class Response {
  static final int BUFFER = 1_024;

  private final Input input;

  private Response(Input input) {
    this.input = input;
  }

  /** All that comes on the connection, in reads of {@code most} bytes at most. */
  static Response of(String text, int most) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    return new Response(
        new Input(
            buffer -> {
              int count = Math.min(Math.min(most, buffer.remaining()), bytes.remaining());
              if (count == 0) {
                return -1;
              }
              buffer.put(bytes.slice(bytes.position(), count));
              bytes.position(bytes.position() + count);
              return count;
            },
            ByteBuffer.allocate(BUFFER)));
  }

  static Response of(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  ResponseHead head() throws IOException {
    return HeadParser.read(input);
  }

  Body body(ResponseHead head) throws IOException {
    return new Body(input, head, false);
  }

  Body body() throws IOException {
    return body(head());
  }

  Body bodyOfHead() throws IOException {
    return new Body(input, head(), true);
  }

  /** Reads a body to its end. */
  static String read(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuffer next = body.next(); next.hasRemaining(); next = body.next()) {
      while (next.hasRemaining()) {
        bytes.write(next.get());
      }
    }
    return bytes.toString(ISO_8859_1);
  }
}
