package dev.heddle.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The ways in which a client can be a burden. */
enum Hostile {
  /** Sends nothing until it is thrown out. */
  SILENT {
    @Override
    void attack(Socket socket) throws IOException {
      drain(socket);
    }
  },

  /** Sends a byte a second of a line that never ends. */
  DRIPPING {
    @Override
    void attack(Socket socket) throws IOException {
      while (!Thread.currentThread().isInterrupted()) {
        socket.getOutputStream().write('x');
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      }
    }
  },

  /** Sends line after line and reads no reply. */
  FLOODING {
    @Override
    void attack(Socket socket) throws IOException {
      byte[] lines = "x\n".repeat(4_096).getBytes(US_ASCII);
      while (!Thread.currentThread().isInterrupted()) {
        socket.getOutputStream().write(lines);
      }
    }
  },

  /** Resets in the middle of a line. */
  RESETTING {
    @Override
    void attack(Socket socket) throws IOException {
      socket.getOutputStream().write("half a l".getBytes(US_ASCII));
      socket.setSoLinger(true, 0);
    }
  },

  /** Sends lines and its FIN at once; the one kind that is owed every reply. */
  HALF_CLOSING {
    @Override
    void attack(Socket socket) throws IOException {
      socket.getOutputStream().write("a\nb\r\nc".getBytes(US_ASCII));
      socket.shutdownOutput();
      String all = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      if (!all.equals("Welcome!\nHello, a!\nHello, b!\r\nHello, c!")) {
        throw new AssertionError("wrong after a half-close: '" + all + "'");
      }
    }
  },

  /** Leaves as soon as it has come. */
  LEAVING {
    @Override
    void attack(Socket socket) {}
  },

  /** Sends bytes that mean nothing. */
  RANDOM {
    @Override
    void attack(Socket socket) throws IOException {
      byte[] bytes = new byte[ThreadLocalRandom.current().nextInt(1, 20_000)];
      ThreadLocalRandom.current().nextBytes(bytes);
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      drain(socket);
    }
  },

  /** Sends a message over the limit and hears why it is thrown out. */
  TOO_LONG {
    @Override
    void attack(Socket socket) throws IOException {
      socket.getOutputStream().write("x".repeat(10_000).getBytes(US_ASCII));
      drain(socket);
    }
  };

  /** Does its worst on a fresh connection, until the server or an interrupt ends it. */
  abstract void attack(Socket socket) throws IOException;

  private static void drain(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      var unused = in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
