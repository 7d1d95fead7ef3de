package dev.heddle.fetch.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A response whose head has come and whose body is read under its watch. Closing it gives its
 * connection back, or ends it if the body was not read to its end. For one thread.
 */
public final class Exchange implements AutoCloseable {
  /** To read on is cheaper than to connect anew, up to about so much. */
  private static final int MOST_SKIPPED = 65_536;

  private final Connections connections;
  private final Lease lease;
  private final ResponseHead head;
  private final Body body;
  private final Watch watch;
  private Optional<ByteBuffer> lent = Optional.empty();

  Exchange(Connections connections, Lease lease, ResponseHead head, Body body, Watch watch) {
    this.connections = connections;
    this.lease = lease;
    this.head = head;
    this.body = body;
    this.watch = watch;
  }

  /** The head of the response. */
  public ResponseHead head() {
    return head;
  }

  /** Whom the connection leads to: a proxy, if there is one between. */
  public InetAddress address() {
    return lease.address();
  }

  /** How it was reached. */
  public Route route() {
    return lease.route();
  }

  /** How long the body is, encoded as it may be; -1 if the head does not say. */
  public long length() {
    return body.length() instanceof BodyLength.Known(long bytes) ? bytes : -1;
  }

  /**
   * The next bytes of the body, a view that is valid until the next call; empty at the end. Blocks
   * until there are some.
   *
   * @throws TimeLimitException if none come in time
   * @throws TruncatedException if the connection ends before the body does
   * @throws IOException if it fails, or its chunks are malformed
   */
  public ByteBuffer next() throws IOException {
    try {
      watch.begin(Limit.IDLE, lease.connection());
      if (body.wantsRoom()) {
        lent = connections.largeBuffers().lend();
        lent.ifPresent(body::readThrough);
      }
      ByteBuffer bytes = body.next();
      if (!bytes.hasRemaining()) {
        watch.check(); // what the watchdog closed may look like an end
      }
      return bytes;
    } catch (IOException e) {
      watch.check();
      throw e;
    }
  }

  /**
   * Reads on to the end of the body, if that is near and the connection can be used again then; the
   * body itself is of no interest. So what fails is no failure, and the connection's alone.
   *
   * @throws IOException if the whole takes too long, or the thread is interrupted
   */
  public void readOn() throws IOException {
    if (!body.keepsAlive()) {
      return;
    }
    try {
      skip();
    } catch (TimeLimitException e) {
      if (e.limit() == Limit.TOTAL) {
        throw e;
      }
      watch.restart();
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
    }
  }

  /** Reads on to the end of the body, if that is near. */
  void skip() throws IOException {
    int skipped = 0;
    if (length() > MOST_SKIPPED) {
      return;
    }
    for (ByteBuffer bytes = next(); bytes.hasRemaining(); bytes = next()) {
      skipped += bytes.remaining();
      if (skipped > MOST_SKIPPED) {
        return;
      }
    }
  }

  @Override
  public void close() {
    // The watch must not close under the next user's feet what is this one's no longer.
    boolean isOverdue = !watch.rest();
    if (isOverdue || body.endsConnection()) {
      connections.discard(lease);
    } else {
      connections.giveBack(lease);
    }
    // Last: until the connection is closed, or its body has ended, it may be read into.
    if (lent.isPresent()) {
      connections.largeBuffers().giveBack(lent.get());
    }
  }
}
