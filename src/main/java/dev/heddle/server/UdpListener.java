package dev.heddle.server;

import dev.heddle.greeting.DatagramReply;
import dev.heddle.stats.DropReason;
import dev.heddle.tasks.Ticker;
import dev.heddle.tasks.Turn;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers the datagrams of one address, one after the other, on one virtual thread. No datagram
 * ends the loop: what cannot be answered is counted. The counters have this thread for their one
 * writer.
 */
final class UdpListener {
  private static final int FIRST_CLIENT_PORT = 1_024;
  private static final int LOOKS = 16;

  private final Endpoint endpoint;
  private final DatagramChannel channel;
  private final ServerEvents events;
  private final Ticker ticker;
  private final Optional<SourceRate> rate;
  private final DatagramReply reply = new DatagramReply();
  private final Backoff backoff = new Backoff();
  private final Turn turn = new Turn();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final Map<DropReason, AtomicLong> dropped = new EnumMap<>(DropReason.class);

  /**
   * @param askedRate datagrams a second answered to a source address; 0: any number; empty: any
   *     number on a loopback socket, {@link ServerConfig#DEFAULT_UDP_RATE} elsewhere
   */
  UdpListener(DatagramChannel channel, OptionalInt askedRate, ServerEvents events, Ticker ticker) {
    InetSocketAddress address = (InetSocketAddress) channel.socket().getLocalSocketAddress();
    this.endpoint = new Endpoint("udp", address);
    this.channel = channel;
    this.events = events;
    this.ticker = ticker;
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, new AtomicLong());
    }
    int rate =
        askedRate.orElse(
            address.getAddress().isLoopbackAddress() ? 0 : ServerConfig.DEFAULT_UDP_RATE);
    this.rate = rate == 0 ? Optional.empty() : Optional.of(new SourceRate(rate));
  }

  /** Receives and answers until it is interrupted, which closes the channel. */
  void run() throws InterruptedException {
    try (channel) {
      while (channel.isOpen() && !Thread.currentThread().isInterrupted()) {
        receive();
        turn.step(1, false);
      }
    } catch (IOException e) {
      // closing a channel fails only when it is closed already
    }
  }

  private void receive() throws InterruptedException {
    InetSocketAddress source;
    try {
      source = await();
    } catch (IOException e) {
      if (channel.isOpen()) {
        events.datagramFailed(endpoint, e);
        backoff.pause();
      }
      return;
    }
    backoff.reset();
    count(received);
    events.received(source, reply.requestLength());
    Optional<DropReason> reason = reasonToDrop(source);
    if (reason.isPresent()) {
      drop(reason.get());
    } else {
      answer(source);
    }
  }

  /**
   * Waits for a datagram and puts it into {@link #reply}.
   *
   * <p>Looks a few times before it parks, and lets others run in between. Where few ask, the next
   * datagram is nearly there, and to park and be woken costs as much as to answer: from one source
   * this takes half the CPU a datagram. An idle loop is parked all the same.
   */
  private InetSocketAddress await() throws IOException {
    channel.configureBlocking(false); // no system call: a virtual thread's socket never blocks
    for (int i = 0; i < LOOKS; i++) {
      SocketAddress source = channel.receive(reply.clear());
      if (source != null) {
        return (InetSocketAddress) source;
      }
      turn.step(1, true);
    }
    channel.configureBlocking(true);
    return (InetSocketAddress) channel.receive(reply.clear());
  }

  private void answer(InetSocketAddress source) {
    try {
      var unused = channel.send(reply.greet(), source);
      count(answered);
    } catch (IOException e) {
      if (channel.isOpen()) {
        drop(DropReason.SEND_FAILED);
        events.datagramFailed(endpoint, e);
      }
    }
  }

  private Optional<DropReason> reasonToDrop(InetSocketAddress source) {
    if (reply.requestLength() > DatagramReply.MAX_REQUEST) {
      return Optional.of(DropReason.TOO_LONG);
    }
    if (source.getPort() < FIRST_CLIENT_PORT || source.getPort() == endpoint.address().getPort()) {
      return Optional.of(DropReason.SOURCE_PORT);
    }
    if (reply.isReply()) {
      return Optional.of(DropReason.REPLY);
    }
    if (rate.isPresent() && !rate.get().allows(source.getAddress(), ticker.nanoTime())) {
      return Optional.of(DropReason.RATE);
    }
    return Optional.empty();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  long received() {
    return received.get();
  }

  long answered() {
    return answered.get();
  }

  long dropped(DropReason reason) {
    return Objects.requireNonNull(dropped.get(reason)).get();
  }

  private void drop(DropReason reason) {
    count(Objects.requireNonNull(dropped.get(reason)));
  }

  private static void count(AtomicLong counter) {
    counter.setRelease(counter.getPlain() + 1);
  }
}
