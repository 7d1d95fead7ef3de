package dev.heddle.server;

import dev.heddle.greeting.Workspace;
import dev.heddle.tasks.Admission;
import dev.heddle.tasks.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection whose thread blocks in the socket's streams: any thread can. */
final class StreamConnection extends Connection {
  /** A read of so many bytes is as much work as so many small ones. */
  private static final int LARGE_READ = 1_024;

  private static final int LARGE_READ_WORK = 16;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Executor executor;
  private final Turn turn;

  /**
   * @throws IOException if the connection is already broken
   */
  StreamConnection(Socket socket, Executor executor, Admission admission) throws IOException {
    super(socket);
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.executor = executor;
    this.turn = new Turn(admission);
  }

  @Override
  Executor executor() {
    return executor;
  }

  /**
   * If others are busy and so is this one, it yields: by the time it reads, its next message is
   * there and the read does not park. Without this, each message costs a second read, an epoll_ctl,
   * a park and an unpark.
   */
  @Override
  void takeTurns(int count, boolean busy) {
    turn.step(count >= LARGE_READ ? LARGE_READ_WORK : 1, busy);
  }

  @Override
  void requestClose() {
    close();
  }

  @Override
  @Nullable Workspace workspace() {
    return null;
  }

  /** A read that finds bytes does not wait. */
  @Override
  boolean awaitInput() {
    return true;
  }

  @Override
  boolean wake() {
    return false;
  }

  @Override
  int receive(byte[] buffer, int from, int room) throws IOException {
    return in.read(buffer, from, room);
  }

  @Override
  int receive(byte[] buffer, int from, int room, int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return receive(buffer, from, room);
    } catch (SocketTimeoutException e) {
      return 0;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  @Override
  void send(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
  }

  @Override
  int available() throws IOException {
    return in.available();
  }
}
