package dev.heddle.client;

import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.heddle.greeting.Greeting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Greets over one connection, line by line. */
final class TcpClient implements GreetingClient {
  /** How much longer than the expected reply a line may be that is not the expected one. */
  private static final int SPARE = 8_192;

  private final Target target;
  private final SocketChannel channel;
  private final Waiter waiter;
  private final ByteBuffer input = ByteBuffer.allocate(SPARE).flip();

  private TcpClient(Target target, SocketChannel channel, Waiter waiter) {
    this.target = target;
    this.channel = channel;
    this.waiter = waiter;
  }

  static TcpClient connect(Target target, Duration timeout) throws GreetException {
    List<Exception> causes = new ArrayList<>();
    for (InetAddress address : Addresses.of(target, timeout)) {
      try {
        return connect(target, address, timeout);
      } catch (IOException e) {
        causes.add(e);
      }
    }
    throw Addresses.unreachable(target, causes);
  }

  private static TcpClient connect(Target target, InetAddress address, Duration timeout)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    Waiter waiter = Waiter.of(channel, timeout);
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      waiter.restart();
      if (!channel.connect(new InetSocketAddress(address, target.port()))) {
        waiter.await(OP_CONNECT);
        var unused = channel.finishConnect();
      }
      return new TcpClient(target, channel, waiter);
    } catch (IOException e) {
      waiter.close();
      throw e;
    }
  }

  @Override
  public Reply welcome() throws GreetException {
    waiter.restart();
    byte[] expected = Greeting.welcome();
    return Reply.of(readLine(expected.length), expected);
  }

  @Override
  public Reply greet(byte[] name) throws GreetException {
    byte[] line = Transport.line(name);
    byte[] expected = Greeting.replyTo(line);
    waiter.restart();
    send(line);
    return Reply.of(readLine(expected.length), expected);
  }

  @Override
  public Reply farewell() throws GreetException {
    waiter.restart();
    send(Greeting.exit());
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    do {
      rest.write(input.array(), input.position(), input.remaining());
    } while (rest.size() <= SPARE && fill(rest));
    return Reply.of(rest.toByteArray(), new byte[0]);
  }

  @Override
  public void close() {
    waiter.close();
  }

  private void send(byte[] line) throws GreetException {
    ByteBuffer output = ByteBuffer.wrap(line);
    try {
      while (output.hasRemaining()) {
        if (channel.write(output) == 0) {
          waiter.await(OP_WRITE);
        }
      }
    } catch (SocketTimeoutException e) {
      throw new GreetException(target + " did not take it: " + e.getMessage(), new byte[0], e);
    } catch (IOException e) {
      // A server that closes says why before, and that can still be read.
    }
  }

  /** Reads up to a newline, or until the line can't be the expected one by far. */
  private byte[] readLine(int expectedLength) throws GreetException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(expectedLength);
    while (line.size() < expectedLength + SPARE) {
      if (!input.hasRemaining() && !fill(line)) {
        throw new GreetException(target + " closed the connection", line.toByteArray());
      }
      byte next = input.get();
      line.write(next);
      if (next == '\n') {
        return line.toByteArray();
      }
    }
    throw new GreetException(
        target + " sent a line without an end: is that a greeting server?", line.toByteArray());
  }

  /**
   * Waits for input, of which none is left.
   *
   * @return false at its end
   */
  private boolean fill(ByteArrayOutputStream before) throws GreetException {
    try {
      while (true) {
        int count = channel.read(input.clear());
        input.flip();
        if (count != 0) {
          return count > 0;
        }
        waiter.await(OP_READ);
      }
    } catch (SocketTimeoutException e) {
      input.flip();
      throw new GreetException(
          target + " did not answer: " + e.getMessage(), before.toByteArray(), e);
    } catch (IOException e) {
      throw new GreetException(
          target + " broke the connection off: " + e.getMessage(), before.toByteArray(), e);
    }
  }
}
