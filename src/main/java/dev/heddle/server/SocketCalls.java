package dev.heddle.server;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Linux's own calls for sockets, where the JDK's take longer or don't exist: recv(2) and send(2),
 * recvmmsg(2) and sendmmsg(2), which take several datagrams at once, and what one needs beside
 * them. None of them waits. A result of -1 is an error, or that nothing can be done without
 * waiting.
 *
 * <p>They are made through the JDK's foreign functions, which Java 21 has as a preview: so what
 * implements this is compiled with preview, and loaded by name.
 */
interface SocketCalls {
  /**
   * Those of this machine; empty where it has none, or its JVM does not allow them. The first time,
   * this takes some 30 to 70 ms of CPU.
   */
  static Optional<SocketCalls> find() {
    return Found.CALLS;
  }

  /** The address of the buffer's first byte, whatever its position; the buffer is a direct one. */
  long address(ByteBuffer buffer);

  /**
   * Receives what has come of a stream, {@code room} bytes at most; returns how many, 0 at its end.
   */
  int receive(int descriptor, long bytes, int room);

  /** Sends the first {@code count} of the bytes; returns how many the system took, from 1. */
  int send(int descriptor, long bytes, int count);

  /** Receives up to {@code count} datagrams; returns how many. */
  int receiveMessages(int descriptor, long messages, int count);

  /** Sends the first {@code count} of the messages; returns how many the system took, from 1. */
  int sendMessages(int descriptor, long messages, int count);

  /** Another descriptor of the same socket, which stays open until it is closed by itself. */
  int duplicate(int descriptor);

  void close(int descriptor);

  /** Found once for all, by whoever asks first. */
  final class Found {
    private static final Optional<SocketCalls> CALLS = find();

    private Found() {}

    private static Optional<SocketCalls> find() {
      if (!System.getProperty("os.name").equals("Linux")) {
        return Optional.empty();
      }
      try {
        return Optional.ofNullable(
            (SocketCalls)
                Class.forName("dev.heddle.server.ForeignSocketCalls")
                    .getDeclaredMethod("find")
                    .invoke(null));
      } catch (ReflectiveOperationException | LinkageError e) {
        return Optional.empty(); // an architecture or a C library without them
      }
    }
  }
}
