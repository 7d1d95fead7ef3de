package dev.heddle.client;

import java.io.Closeable;

/**
 * A client of one server, for one thread: {@link #welcome} first, then {@link #greet} for each
 * name, then {@link #farewell}.
 *
 * <p>Each call waits for the server, never longer than the client's timeout; an interrupt ends the
 * wait as a {@link GreetException} and leaves the thread interrupted.
 */
public sealed interface GreetingClient extends Closeable permits TcpClient, UdpClient {
  /** What the server says before it is asked anything; nothing over UDP. */
  Reply welcome() throws GreetException;

  /**
   * Sends {@code name} and returns the reply.
   *
   * @throws GreetException if none came in time, or the server can't be reached or went away
   */
  Reply greet(byte[] name) throws GreetException;

  /**
   * Ends the conversation and sees to it that the server ends it as well.
   *
   * @throws GreetException if it did not
   */
  Reply farewell() throws GreetException;

  /** Closes the socket; does nothing the second time. */
  @Override
  void close();
}
