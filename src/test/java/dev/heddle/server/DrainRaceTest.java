package dev.heddle.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.greeting.Framing;
import dev.heddle.tasks.Admission;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Ticker;
import dev.heddle.testing.Probe;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Moments of a drain that a real socket would show once in a long while. */
@Timeout(30)
final class DrainRaceTest {
  /**
   * The message is read after the drain has begun to look at the session, and its thread is then
   * kept from going on, as a busy machine does, for many of the drain's passes.
   */
  @Test
  void drain_messageReadWhileItLooksAndHeld_isAnswered() throws Exception {
    ServerConfig config = ServerConfig.builder().framing(Framing.LINE).build();
    TimedSocket socket = new TimedSocket();
    Sessions sessions = new Sessions(1);
    SessionContext context =
        SessionContext.of(config, sessions, ServerEvents.NONE, Ticker.system());
    Session session =
        new Session(new StreamConnection(socket, Runnable::run, new Admission()), context);
    sessions.add(session);
    Thread owner = Thread.ofVirtual().start(session);
    Probe.await("the owner waits", session::isParked);

    Drained drained =
        new Drain(context, new Sweeper(context, () -> {}, () -> {})).run(20_000, Stop.onRequest());
    owner.join();

    assertEquals("Welcome!\nHello, a!\n", socket.written.toString(US_ASCII));
    assertEquals(new Drained(1, 0), drained);
  }

  /**
   * A socket to which a message comes just when somebody looks whether there is one. It is read
   * before that look is over, but not handed to the session until many more looks have been taken.
   */
  private static final class TimedSocket extends Socket {
    private static final int LOOKS_WHILE_HELD = 30;

    private final CountDownLatch arrival = new CountDownLatch(1);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean read;

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        private boolean atEnd;

        @Override
        public int read() {
          throw new AssertionError("sessions read arrays");
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
          if (atEnd) {
            return -1;
          }
          atEnd = true;
          try {
            arrival.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          read = true;
          while (looks.get() < LOOKS_WHILE_HELD) {
            Thread.onSpinWait();
          }
          bytes[from] = 'a';
          bytes[from + 1] = '\n';
          return 2;
        }

        @Override
        public int available() {
          looks.incrementAndGet();
          arrival.countDown();
          while (!read) {
            Thread.onSpinWait();
          }
          return 0;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() {
      return written;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void shutdownOutput() {}
  }
}
