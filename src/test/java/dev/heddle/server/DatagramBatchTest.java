package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.DatagramReply;
import dev.heddle.testing.UdpPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one call brings is what several would: bytes, lengths, sources, order. */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
final class DatagramBatchTest {
  private static final int[] LENGTHS = {0, 1, 7, 1_199, 1_200, 1_201, 1_202, 65_507, 5};

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void requests_ofSeveralSources_comeWithTheirLengthsAndSources(String host) throws Exception {
    try (Socket socket = new Socket(host)) {
      List<InetSocketAddress> sources = new ArrayList<>();
      for (int length : LENGTHS) {
        try (UdpPeer peer = UdpPeer.at(host)) {
          peer.send("n".repeat(length), socket.address());
          sources.add(peer.address());
        }
      }

      socket.batch.look();

      assertEquals(LENGTHS.length, socket.batch.count());
      for (int i = 0; i < LENGTHS.length; i++) {
        Datagram datagram = socket.batch.get(i);
        int most = DatagramReply.MAX_REQUEST + 1; // of which one is told that it is too long
        assertEquals(Math.min(LENGTHS[i], most), datagram.reply().requestLength());
        assertEquals(sources.get(i).toString(), datagram.get().toString());
        assertEquals(sources.get(i).getPort(), datagram.sourcePort());
        assertEquals(SourceRate.key(sources.get(i).getAddress()), datagram.sourceKey());
      }
    }
  }

  @Test
  void request_fromAnotherAddress_hasThatSource() throws Exception {
    try (Socket socket = new Socket("127.0.0.1");
        UdpPeer peer = UdpPeer.at("127.200.3.4")) {
      peer.send("x", socket.address());

      socket.batch.look();

      assertEquals(peer.address(), socket.batch.get(0).get());
      assertEquals(SourceRate.key(peer.address().getAddress()), socket.batch.get(0).sourceKey());
    }
  }

  @Test
  void look_withoutDatagrams_doesNotWait() throws Exception {
    try (Socket socket = new Socket("127.0.0.1")) {
      socket.batch.look();

      assertEquals(0, socket.batch.count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void replies_ofSomeInTheirOrder_reachTheirSources(String host) throws Exception {
    try (Socket socket = new Socket(host);
        UdpPeer one = UdpPeer.at(host);
        UdpPeer two = UdpPeer.at(host)) {
      for (int round = 0; round < 3; round++) {
        one.send("a" + round, socket.address());
        two.send("dropped", socket.address());
        two.send("somewhat longer" + round + "\r\n", socket.address());
        one.send("c" + round, socket.address());

        socket.batch.look();
        assertEquals(4, socket.batch.count());
        socket.answer(0, 2, 3);

        assertEquals("Hello, a" + round + "!", one.receive(1_000).orElseThrow());
        assertEquals("Hello, c" + round + "!", one.receive(1_000).orElseThrow());
        assertEquals("Hello, somewhat longer" + round + "!\r\n", two.receive(1_000).orElseThrow());
        assertTrue(two.receive(0).isEmpty());
      }
    }
  }

  @Test
  void moreThanFit_comeWithTheNextLook() throws Exception {
    int count = DatagramBatch.SIZE + 3;
    try (Socket socket = new Socket("127.0.0.1");
        UdpPeer peer = UdpPeer.at("127.0.0.1")) {
      for (int i = 0; i < count; i++) {
        peer.send("n" + i, socket.address());
      }

      for (int left = count; left > 0; left -= socket.batch.count()) {
        socket.batch.look();
        assertEquals(Math.min(left, DatagramBatch.SIZE), socket.batch.count());
        socket.answer(IntStream.range(0, socket.batch.count()).toArray());
      }

      for (int i = 0; i < count; i++) {
        assertEquals("Hello, n" + i + "!", peer.receive(1_000).orElseThrow());
      }
    }
  }

  @Test
  void replies_thatTheSystemRefusesTogether_goOneByOne() throws Exception {
    try (Socket socket = new Socket("127.0.0.1");
        UdpPeer peer = UdpPeer.at("127.0.0.1")) {
      peer.send("a", socket.address());
      peer.send("b", socket.address());
      socket.batch.look();
      assertEquals(2, socket.batch.count());
      socket.batch.close(); // its descriptor: every call with it is refused

      socket.answer(0, 1);

      assertEquals("Hello, a!", peer.receive(1_000).orElseThrow());
      assertEquals("Hello, b!", peer.receive(1_000).orElseThrow());
    }
  }

  @Test
  void reply_thatTheChannelRefusesToo_isAnError() throws Exception {
    try (Socket socket = new Socket("127.0.0.1");
        UdpPeer peer = UdpPeer.at("127.0.0.1")) {
      peer.send("a", socket.address());
      socket.batch.look();
      socket.batch.close();
      socket.channel.close();

      assertThrows(ClosedChannelException.class, () -> socket.answer(0));
    }
  }

  /** The system gives the number of a closed descriptor to the next socket. */
  @Test
  void channel_closedMeanwhile_takesNothingOfAnotherSocket() throws Exception {
    try (Socket socket = new Socket("127.0.0.1");
        UdpPeer peer = UdpPeer.at("127.0.0.1")) {
      socket.channel.close();
      try (Socket other = new Socket("127.0.0.1")) {
        peer.send("x", other.address());

        socket.batch.look();
        other.batch.look();

        assertEquals(0, socket.batch.count());
        assertEquals(1, other.batch.count());
      }
    }
  }

  @Test
  void close_leavesTheChannelAsItIs() throws Exception {
    try (Socket socket = new Socket("127.0.0.1");
        UdpPeer peer = UdpPeer.at("127.0.0.1")) {
      InetSocketAddress before = socket.address();
      socket.batch.close();
      peer.send("x", before);

      socket.single.await();

      assertEquals(1, socket.single.count());
      assertFalse(socket.single.get(0).reply().isReply());
    }
  }

  private static final class Socket implements AutoCloseable {
    private final DatagramChannel channel;
    private final SingleDatagram single;
    private final DatagramBatch batch;

    Socket(String host) throws IOException {
      InetAddress address = InetAddress.getByName(host);
      channel =
          DatagramChannel.open(
              address.getAddress().length == 4
                  ? StandardProtocolFamily.INET
                  : StandardProtocolFamily.INET6);
      channel.bind(new InetSocketAddress(address, 0));
      single = new SingleDatagram(channel, null);
      batch = DatagramBatch.open(SocketCalls.find().orElseThrow(), channel, single);
    }

    InetSocketAddress address() throws IOException {
      return (InetSocketAddress) channel.getLocalAddress();
    }

    void answer(int... indexes) throws IOException {
      for (int index : indexes) {
        var unused = batch.get(index).reply().greet();
      }
      for (int done = 0; done < indexes.length; ) {
        done += batch.send(indexes, done, indexes.length);
      }
    }

    @Override
    public void close() throws IOException {
      batch.close();
      channel.close();
    }
  }
}
