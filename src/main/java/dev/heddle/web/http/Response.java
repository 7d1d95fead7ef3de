package dev.heddle.web.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/** What a request is answered with. */
public sealed interface Response {
  /** The media type of plain text in UTF-8. */
  String PLAIN = "text/plain; charset=utf-8";

  /** Sent beside what every response has: a name and a value that need no checking. */
  record Header(String name, String value) {}

  /** One whose content is at hand. */
  // Both read what the other made and nobody else does.
  @SuppressWarnings("ArrayRecordComponent")
  record Whole(Status status, String type, List<Header> headers, byte[] content)
      implements Response {}

  /** One whose content goes on until the client leaves or the server stops. */
  record Stream(String type, Source source) implements Response {}

  /** Where a stream comes from. Closed when the stream has ended, or was never begun. */
  interface Source extends AutoCloseable {
    /**
     * Writes until there is no more. An interrupt asks it to end.
     *
     * @throws IOException if the client has left or does not read
     */
    void writeTo(Sink sink) throws IOException, InterruptedException;

    @Override
    void close();
  }

  /** Where a stream goes. */
  interface Sink {
    /**
     * Writes all at once; blocks for as long as the write limit allows.
     *
     * @throws IOException if the client has left or does not read
     */
    void write(byte[] bytes) throws IOException;
  }

  /** Found, with this content in UTF-8. */
  static Whole ok(String type, String content) {
    return new Whole(Status.OK, type, List.of(), content.getBytes(UTF_8));
  }

  /** A status with a line that says why. */
  static Whole line(Status status, String line, Header... headers) {
    return new Whole(status, PLAIN, List.of(headers), (line + "\n").getBytes(UTF_8));
  }
}
