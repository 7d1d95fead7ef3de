package dev.heddle.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.heddle.tasks.Stop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that keeps to the protocol and checks every byte: connects, sends names, each after its
 * last was greeted and a pause, says exit, begins again. Runs on a thread of its own.
 */
final class PoliteClient {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int LONGEST_NAME = 300;
  private static final int GREETINGS = 20;
  private static final byte[] WELCOME = "Welcome!\n".getBytes(ISO_8859_1);
  private static final byte[] EXIT = "exit\n".getBytes(ISO_8859_1);

  private final InetSocketAddress server;
  private final Tally tally;
  private final Stop stop;
  private final long pauseMillis;
  private final SplittableRandom random;

  /** Pauses between half of {@code pauseMillis} and one and a half. */
  PoliteClient(InetSocketAddress server, Tally tally, Stop stop, long pauseMillis, long seed) {
    this.server = server;
    this.tally = tally;
    this.stop = stop;
    this.pauseMillis = pauseMillis;
    this.random = new SplittableRandom(seed);
  }

  void run() {
    while (!stop.isOverdue()) {
      pause(); // so that not all come at once
      try (Socket socket = new Socket()) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(server, PATIENCE_MILLIS);
        converse(socket);
      } catch (IOException e) {
        tally.fault("missing: " + e);
      }
    }
  }

  private void converse(Socket socket) throws IOException {
    expect(socket.getInputStream(), WELCOME);
    int greetings = random.nextInt(1, 2 * GREETINGS);
    for (int i = 0; i < greetings && !stop.isOverdue(); i++) {
      byte[] line = line();
      long start = System.nanoTime();
      socket.getOutputStream().write(line);
      expect(socket.getInputStream(), reply(line));
      tally.greeted(System.nanoTime() - start);
      pause();
    }
    socket.getOutputStream().write(EXIT);
    if (socket.getInputStream().read() >= 0) {
      tally.fault("something after exit");
    }
    tally.conversed();
  }

  private void expect(InputStream in, byte[] expected) throws IOException {
    byte[] actual = in.readNBytes(expected.length);
    if (!Arrays.equals(actual, expected)) {
      tally.fault(
          "wrong from byte %d: expected %s, got %s"
              .formatted(
                  Arrays.mismatch(expected, actual),
                  HexFormat.of().formatHex(expected),
                  HexFormat.of().formatHex(actual)));
      throw new IOException("the conversation is broken");
    }
  }

  /** Random bytes up to a newline. */
  private byte[] line() {
    byte[] line = new byte[random.nextInt(1, LONGEST_NAME)];
    random.nextBytes(line);
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = 'x';
      }
    }
    line[line.length - 1] = '\n';
    return line;
  }

  private static byte[] reply(byte[] line) {
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    reply.writeBytes("Hello, ".getBytes(ISO_8859_1));
    reply.write(line, 0, line.length - 1);
    reply.writeBytes("!\n".getBytes(ISO_8859_1));
    return reply.toByteArray();
  }

  private void pause() {
    long millis = random.nextLong(pauseMillis / 2, pauseMillis + pauseMillis / 2 + 1);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
