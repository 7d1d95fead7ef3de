package dev.heddle.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** GET requests of one path over a connection of HTTP/1.1 that is kept. */
final class HttpDialogue implements Dialogue {
  private final Link link;
  private final byte[] requests;
  private final int requestLength;
  private final Twin twin;
  private HttpReply reply = new HttpReply(HttpReply.Source.NONE);
  private OutputStream out = OutputStream.nullOutputStream();
  private boolean isOver;

  /** What every body must be like: the first one that came, whichever connection that was on. */
  static final class Twin {
    private final AtomicReference<HttpReply.@Nullable Body> first = new AtomicReference<>();
    private final boolean matters;

    Twin(boolean matters) {
      this.matters = matters;
    }

    void check(HttpReply.Body body) throws LoadException {
      if (!matters) {
        return;
      }
      HttpReply.Body known = first.get();
      if (known == null) {
        known = first.compareAndSet(null, body) ? body : first.get();
      }
      if (!body.equals(known)) {
        throw new LoadException(
            ErrorKind.WRONG,
            "a body of %d bytes differs from the first, of %d (--any-body allows that)"
                .formatted(body.length(), known == null ? 0 : known.length()));
      }
    }
  }

  HttpDialogue(Link link, Target target, int most, Twin twin) {
    this.link = link;
    this.twin = twin;
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: heddle\r\nAccept: */*\r\n\r\n"
            .formatted(target.path(), target.authority());
    this.requestLength = request.length();
    this.requests = request.repeat(most).getBytes(US_ASCII);
  }

  @Override
  public void connect() throws IOException {
    link.connect();
    out = link.out();
    reply = new HttpReply(link.in()::read);
  }

  @Override
  public void exchange(Batch batch) throws IOException {
    int size = batch.size();
    out.write(requests, 0, size * requestLength);
    batch.written();
    for (int i = 0; i < size; i++) {
      HttpReply.Body body = reply.read();
      long now = System.nanoTime();
      if (reply.status() / 100 != 2) {
        throw new LoadException(ErrorKind.STATUS, "the status was " + reply.status());
      }
      twin.check(body);
      batch.answered(i, now);
      isOver = !reply.isKept();
      if (isOver && i + 1 < size) {
        throw new LoadException(
            ErrorKind.CLOSED, "the server closed with " + (size - i - 1) + " replies outstanding");
      }
    }
    if (reply.hasMore()) {
      throw new LoadException(ErrorKind.WRONG, "more came than the reply");
    }
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public void end() {
    close();
  }

  @Override
  public void close() {
    link.close();
  }
}
