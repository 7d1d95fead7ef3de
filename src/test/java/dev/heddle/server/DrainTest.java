package dev.heddle.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.testing.RunningServer;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DrainTest {
  /** A thread that the machine does not run for a while is not one that waits. */
  @Test
  void drain_threadWithMessageInHandDoesNotRun_isWaitedFor() throws Exception {
    MessageInHand events = new MessageInHand();
    try (RunningServer server = RunningServer.start(config -> config, events);
        Socket client = server.connect()) {
      client.getOutputStream().write("Sarah\n".getBytes(UTF_8));
      events.read.await();

      server.requestStop();

      String said = new String(client.getInputStream().readAllBytes(), UTF_8);
      assertEquals("Welcome!\nHello, Sarah!\n", said);
      client.shutdownOutput();
      assertEquals(new Drained(1, 0), server.awaitEnd());
    }
  }

  /** Keeps the thread that has read a message runnable, but from running on, for over a second. */
  private static final class MessageInHand implements ServerEvents {
    private final CountDownLatch read = new CountDownLatch(1);
    private final AtomicInteger ticks = new AtomicInteger();

    @Override
    public void received(Socket peer, byte[] bytes, int from, int to) {
      int first = ticks.get();
      read.countDown();
      while (ticks.get() < first + 3) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void tick() {
      ticks.incrementAndGet();
    }
  }
}
