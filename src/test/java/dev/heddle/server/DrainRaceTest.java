package dev.heddle.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Framing;
import dev.heddle.tasks.Ticker;
import dev.heddle.testing.Probe;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Moments of a drain that a real socket would show once in a long while. */
@Timeout(30)
final class DrainRaceTest {
  @Test
  void drain_messageReadBetweenTheLookAtTheOwnerAndTheLookAtTheInput_isAnswered() throws Exception {
    ServerConfig config = ServerConfig.builder().framing(Framing.LINE).build();
    CoarseClock clock = new CoarseClock(Ticker.system());
    TimedSocket socket = new TimedSocket();
    Sessions sessions = new Sessions(1);
    Session session =
        new Session(
            socket, SessionContext.of(config, sessions, socket.eventsThatHoldTheOwner(), clock));
    sessions.add(session);
    Thread owner = Thread.ofVirtual().start(session);
    Probe.await("the owner waits", session::isParked);

    session.endIfAnswered(session.stamp(), clock.millis());
    socket.letOwnerGoOn();
    owner.join();

    assertEquals("Welcome!\nHello, a!\n", socket.written.toString(US_ASCII));
    assertTrue(sessions.count() == 0);
  }

  /**
   * A socket to which a message comes just when somebody looks whether there is one, and is read by
   * the session before that look is over.
   */
  private static final class TimedSocket extends Socket {
    private final CountDownLatch arrival = new CountDownLatch(1);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private volatile boolean read;
    private volatile boolean goesOn;

    /** Spins, so that the owner is not seen to wait while it holds what it has read. */
    ServerEvents eventsThatHoldTheOwner() {
      return new ServerEvents() {
        @Override
        public void received(Socket peer, byte[] bytes, int from, int to) {
          read = true;
          while (!goesOn) {
            Thread.onSpinWait();
          }
        }
      };
    }

    void letOwnerGoOn() {
      goesOn = true;
    }

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
          bytes[from] = 'a';
          bytes[from + 1] = '\n';
          return 2;
        }

        @Override
        public int available() {
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
