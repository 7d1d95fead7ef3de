package dev.heddle.server;

import dev.heddle.stats.CloseReason;
import dev.heddle.stats.RefusalReason;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Supplier;

/**
 * Is told what happens in a server, on the thread that it happens on; for logs. Called often: an
 * implementation neither blocks nor throws, and bounds what it writes.
 */
public interface ServerEvents {
  /** Hears everything and does nothing. */
  ServerEvents NONE = new ServerEvents() {};

  /** A connection was accepted and its session begins. */
  default void opened(Socket peer) {}

  /** A session has ended. */
  default void closed(Socket peer, CloseReason reason) {}

  /** Whether {@link #received(Socket, byte[], int, int)} is to be told; it is not otherwise. */
  default boolean wantsBytes() {
    return false;
  }

  /** Bytes came over TCP: {@code bytes[from, to)}, the peer's own, unescaped. */
  default void received(Socket peer, byte[] bytes, int from, int to) {}

  /** A datagram came that was answered or dropped. */
  default void received(Supplier<? extends SocketAddress> peer, int length) {}

  /**
   * As many connections are open as there may be: further ones wait in the system's queue until one
   * ends. Told once a second at most, when that begins.
   */
  default void full(int limit) {}

  /** A connection could not be served. */
  default void refused(Socket peer, RefusalReason reason, Throwable cause) {}

  /** Accepting failed; the listener pauses for {@code pauseMillis} and goes on. */
  default void acceptFailed(Endpoint listener, Exception cause, long pauseMillis) {}

  /** A datagram could not be received or answered; the loop goes on. */
  default void datagramFailed(Endpoint listener, Exception cause) {}

  /** A session failed in a way that no peer should be able to cause. */
  default void sessionFailed(Socket peer, Throwable cause) {}

  /** Something about the machine that its user should know. */
  default void notice(String line) {}

  /** Time has passed; called about once a second, so that what was held back can be summed up. */
  default void tick() {}
}
