package dev.heddle.server;

import dev.heddle.greeting.DatagramReply;
import dev.heddle.stats.DropReason;
import dev.heddle.tasks.Ticker;
import dev.heddle.tasks.Turn;
import dev.heddle.tasks.loop.EventLoop;
import dev.heddle.tasks.loop.EventLoops;
import dev.heddle.tasks.loop.Readiness;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers the datagrams of one address, in their order, on one virtual thread. No datagram ends the
 * loop: what cannot be answered is counted. The counters have this thread for their one writer.
 *
 * <p>The thread has an event loop of its own: the JDK's scheduler and poller would take several
 * times the CPU for a datagram that comes alone, and beside thousands of busy sessions on their
 * loops it would have too few turns.
 */
final class UdpListener implements Closeable {
  private static final int FIRST_CLIENT_PORT = 1_024;
  private static final int LOOKS = 16;

  /** Of those that come together eight are as much work as one that comes alone, or a message. */
  private static final int DATAGRAMS_A_STEP = 8;

  /** From so many datagrams on it is worth while to learn how several are taken at a time. */
  private static final int MANY = 1_000;

  private final Endpoint endpoint;
  private final DatagramChannel channel;
  private final ServerEvents events;
  private final Ticker ticker;
  private final Optional<SourceRate> rate;
  private final @Nullable EventLoop loop;
  private final @Nullable Readiness readiness;
  private final SingleDatagram single;
  private final Backoff backoff = new Backoff();
  private final Turn turn = new Turn();
  private final int[] indexes = new int[DatagramBatch.SIZE];

  private final AtomicBoolean begunOrClosed = new AtomicBoolean();

  private @Nullable DatagramBatch batch;
  private volatile @Nullable SocketCalls calls;
  private boolean askedForCalls;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final Map<DropReason, AtomicLong> dropped = new EnumMap<>(DropReason.class);

  /**
   * @param askedRate datagrams a second answered to a source address; 0: any number; empty: any
   *     number on a loopback socket, {@link ServerConfig#DEFAULT_UDP_RATE} elsewhere
   * @throws IOException if the system refuses what a loop needs
   */
  UdpListener(DatagramChannel channel, OptionalInt askedRate, ServerEvents events, Ticker ticker)
      throws IOException {
    InetSocketAddress address = (InetSocketAddress) channel.socket().getLocalSocketAddress();
    this.endpoint = new Endpoint("udp", address);
    this.channel = channel;
    if (EventLoops.areAvailable()) {
      channel.configureBlocking(false);
      this.loop = new EventLoop(endpoint + " loop", endpoint.toString());
      this.readiness = new Readiness(loop, channel);
    } else {
      this.loop = null;
      this.readiness = null;
    }
    this.single = new SingleDatagram(channel, readiness);
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

  /**
   * Receives and answers until it is interrupted, which closes the channel, or closed. May be
   * called once.
   */
  void run() throws Exception {
    if (begunOrClosed.getAndSet(true)) {
      throw new ClosedChannelException();
    }
    if (loop == null) {
      receiveAll();
    } else {
      loop.runFor(this::receiveAll);
    }
  }

  private void receiveAll() throws InterruptedException {
    try (channel) {
      while (channel.isOpen() && !Thread.currentThread().isInterrupted()) {
        int work = Math.ceilDiv(receive(), DATAGRAMS_A_STEP);
        if (loop == null) {
          turn.step(work, false);
        }
      }
    } catch (IOException e) {
      // closing a channel fails only when it is closed already
    } finally {
      if (batch != null) {
        batch.close();
      }
    }
  }

  /** Returns how many came. */
  private int receive() throws InterruptedException {
    Datagrams came;
    try {
      came = await();
    } catch (IOException e) {
      if (channel.isOpen()) {
        events.datagramFailed(endpoint, e);
        backoff.pause();
      }
      return 0;
    }
    backoff.reset();
    int due = 0;
    for (int i = 0; i < came.count(); i++) {
      if (isToBeAnswered(came.get(i))) {
        indexes[due++] = i;
      }
    }
    answer(came, due);
    return came.count();
  }

  /** Waits for datagrams; of other threads' doing there may be none. */
  private Datagrams await() throws IOException {
    Datagrams datagrams = several();
    if (readiness != null) {
      readiness.await(SelectionKey.OP_READ);
      datagrams.look();
      readiness.consumed(datagrams.count(), datagrams.room());
      return datagrams;
    }
    return lookOrWait(datagrams);
  }

  /**
   * Waits without a loop. Looks a few times before it parks, and lets others run in between. Where
   * few ask, the next datagram is nearly there, and with the JDK's poller to park and be woken
   * costs as much as to answer: from one source this takes half the CPU a datagram.
   */
  private Datagrams lookOrWait(Datagrams datagrams) throws IOException {
    for (int i = 0; i < LOOKS; i++) {
      datagrams.look();
      if (datagrams.count() > 0) {
        return datagrams;
      }
      turn.step(1, true);
    }
    single.await();
    return single;
  }

  /** Counts it, and turns it into its reply if it is to have one. */
  private boolean isToBeAnswered(Datagram datagram) {
    count(received, 1);
    events.received(datagram, datagram.reply().requestLength());
    Optional<DropReason> reason = reasonToDrop(datagram);
    if (reason.isPresent()) {
      drop(reason.get());
      return false;
    }
    datagram.reply().greet();
    return true;
  }

  /** Sends the replies of those whose indexes come first. */
  private void answer(Datagrams came, int due) {
    int done = 0;
    while (done < due) {
      try {
        int sent = came.send(indexes, done, due);
        count(answered, sent);
        done += sent;
      } catch (IOException e) {
        if (!channel.isOpen()) {
          return;
        }
        drop(DropReason.SEND_FAILED);
        events.datagramFailed(endpoint, e);
        done++;
      }
    }
  }

  private Optional<DropReason> reasonToDrop(Datagram datagram) {
    DatagramReply reply = datagram.reply();
    int port = datagram.sourcePort();
    if (reply.requestLength() > DatagramReply.MAX_REQUEST) {
      return Optional.of(DropReason.TOO_LONG);
    }
    if (port < FIRST_CLIENT_PORT || port == endpoint.address().getPort()) {
      return Optional.of(DropReason.SOURCE_PORT);
    }
    if (reply.isReply()) {
      return Optional.of(DropReason.REPLY);
    }
    if (rate.isPresent() && !rate.get().allows(datagram.sourceKey(), ticker.nanoTime())) {
      return Optional.of(DropReason.RATE);
    }
    return Optional.empty();
  }

  /**
   * Sees to it that from now on datagrams are taken several at a time, if many have come and the
   * machine can. That takes some CPU, once, which a server that is asked now and then should not
   * spend, nor the listener while others wait. Called by another thread.
   */
  void batchIfBusy() {
    if (!askedForCalls && received.get() >= MANY) {
      askedForCalls = true;
      calls = SocketCalls.find().orElse(null);
    }
  }

  private Datagrams several() {
    @Nullable SocketCalls found = calls;
    if (batch == null && found != null) {
      try {
        batch = DatagramBatch.open(found, channel, single);
      } catch (IOException e) {
        calls = null; // one at a time, as before
      }
    }
    return batch == null ? single : batch;
  }

  /** Closes the channel, which ends the run. */
  @Override
  public void close() throws IOException {
    channel.close();
    boolean hasBegun = begunOrClosed.getAndSet(true);
    if (loop != null && readiness != null) {
      if (hasBegun) {
        readiness.closed(); // and the run ends its loop
      } else {
        loop.close();
      }
    }
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
    count(Objects.requireNonNull(dropped.get(reason)), 1);
  }

  private static void count(AtomicLong counter, int more) {
    counter.setRelease(counter.getPlain() + more);
  }
}
