package dev.heddle.client;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.heddle.greeting.Greeting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Greets a datagram at a time. The socket is connected, so that only the server's datagrams reach
 * it, and the system's word that nobody listens there. Until the first reply that word makes it
 * turn to the host's next address.
 */
final class UdpClient implements GreetingClient {
  private static final int LARGEST_DATAGRAM = 65_535;

  private final Target target;
  private final Duration timeout;
  private final Deque<InetAddress> untried = new ArrayDeque<>();
  private final List<Exception> causes = new ArrayList<>();
  private final ByteBuffer input = ByteBuffer.allocate(LARGEST_DATAGRAM);
  private @Nullable Connection connection;
  private boolean answered;

  UdpClient(Target target, Duration timeout) throws GreetException {
    this.target = target;
    this.timeout = timeout;
    untried.addAll(Addresses.of(target, timeout));
  }

  @Override
  public Reply welcome() {
    return Reply.nothing();
  }

  @Override
  public Reply greet(byte[] name) throws GreetException {
    // Java sends no empty datagram from a connected socket, and does not say so.
    byte[] message = name.length == 0 ? new byte[] {'\n'} : name;
    while (true) {
      try {
        byte[] reply = exchange(message);
        answered = true;
        return Reply.of(reply, Greeting.replyTo(message));
      } catch (SocketTimeoutException e) {
        throw new GreetException(target + " did not answer: " + e.getMessage(), new byte[0], e);
      } catch (IOException e) {
        causes.add(e);
        close();
        if (answered || untried.isEmpty()) {
          throw Addresses.unreachable(target, causes);
        }
      }
    }
  }

  @Override
  public Reply farewell() {
    return Reply.nothing();
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.waiter().close();
      connection = null;
    }
  }

  private byte[] exchange(byte[] message) throws IOException {
    Connection to = connection == null ? connect() : connection;
    connection = to;
    to.waiter().restart();
    ByteBuffer output = ByteBuffer.wrap(message);
    while (to.channel().write(output) == 0) {
      to.waiter().await(OP_WRITE);
    }
    do {
      to.waiter().await(OP_READ);
    } while (to.channel().read(input.clear()) == 0);
    byte[] reply = new byte[input.position()];
    input.get(0, reply);
    return reply;
  }

  private Connection connect() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    Waiter waiter = Waiter.of(channel, timeout);
    try {
      channel.connect(new InetSocketAddress(untried.remove(), target.port()));
      return new Connection(channel, waiter);
    } catch (IOException e) {
      waiter.close();
      throw e;
    }
  }

  private record Connection(DatagramChannel channel, Waiter waiter) {}
}
