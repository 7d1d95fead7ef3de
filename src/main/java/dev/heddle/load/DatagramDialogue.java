package dev.heddle.load;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/**
 * Greetings over UDP, a datagram each. What is not answered within the timeout is lost, and counted
 * as such; a reply that comes later still is passed over.
 */
final class DatagramDialogue implements Dialogue {
  private final Link.Route route;
  private final Names names;
  private final Errors errors;
  private final DatagramSocket socket;
  private final DatagramPacket request;
  private final DatagramPacket reply;
  private final boolean[] answered;

  DatagramDialogue(Link.Route route, Names names, int most, Errors errors) throws IOException {
    this.route = route;
    this.names = names;
    this.errors = errors;
    this.request = new DatagramPacket(names.requests(), names.requestLength());
    this.reply = new DatagramPacket(new byte[names.replyLength() + 1], names.replyLength() + 1);
    this.answered = new boolean[most];
    this.socket = new DatagramSocket(null);
  }

  @Override
  public void connect() throws IOException {
    socket.bind(route.from().map(from -> new InetSocketAddress(from, 0)).orElse(null));
    socket.connect(route.to());
  }

  @Override
  public void exchange(Batch batch) throws IOException {
    int size = batch.size();
    names.next(size);
    Arrays.fill(answered, false);
    for (int i = 0; i < size; i++) {
      request.setData(names.requests(), i * names.requestLength(), names.requestLength());
      socket.send(request);
    }
    batch.written();
    long timeout = route.timeout().toNanos();
    long now = batch.sent();
    int outstanding = size;
    while (outstanding > 0) {
      long left = timeout - (now - batch.sent());
      if (left <= 0 || !receive(left)) {
        errors.add(ErrorKind.LOST, outstanding, "no reply within " + route.timeout());
        return;
      }
      now = System.nanoTime();
      int index = names.find(reply.getData(), reply.getLength(), size);
      if (index >= 0 && !answered[index]) {
        answered[index] = true;
        outstanding--;
        batch.answered(index, now);
      } else if (index < 0 && !names.isOurs(reply.getData(), reply.getLength())) {
        outstanding--; // it stands for one that was awaited
        errors.add(
            ErrorKind.WRONG,
            1,
            "a reply was '" + LineDialogue.text(reply.getData(), 0, reply.getLength()) + "'");
      }
    }
  }

  /** Returns false when nothing came within {@code nanos}. */
  private boolean receive(long nanos) throws IOException {
    try {
      socket.setSoTimeout((int) Math.max(1, nanos / 1_000_000));
      reply.setLength(reply.getData().length);
      socket.receive(reply);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (PortUnreachableException e) {
      throw new LoadException(ErrorKind.REFUSED, "port unreachable", e);
    }
  }

  @Override
  public void end() {
    close();
  }

  @Override
  public void close() {
    socket.close();
  }
}
