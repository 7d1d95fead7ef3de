package dev.heddle.fetch.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes that have come and are not used yet. Nothing is copied out of the buffer: who takes bytes
 * gets a view of it, valid until the next call. Confined to one thread.
 */
final class Input {
  private final ByteSource source;

  /** What is unread lies between position and limit. */
  private final ByteBuffer buffer;

  private boolean lastFilled;

  Input(ByteSource source, ByteBuffer buffer) {
    this.source = source;
    this.buffer = buffer.clear().limit(0);
  }

  /** How many bytes have come and are not used yet. */
  int unread() {
    return buffer.remaining();
  }

  /**
   * Copies unread bytes from the {@code index}th on, as many as there are and {@code into} has room
   * for behind {@code at}.
   *
   * @return how many
   */
  int peek(int index, byte[] into, int at) {
    int count = Math.min(unread() - index, into.length - at);
    buffer.get(buffer.position() + index, into, at, count);
    return count;
  }

  /**
   * Reads more behind what is unread, for which there must be room.
   *
   * @return false at the end
   */
  boolean fill() throws IOException {
    buffer.compact();
    try {
      boolean some = source.read(buffer) > 0;
      lastFilled = !buffer.hasRemaining();
      return some;
    } finally {
      buffer.flip();
    }
  }

  /** Whether the last read had no room for more: there may be more already. */
  boolean lastFilled() {
    return lastFilled;
  }

  /** Whether so much is unread that no more fits. */
  boolean isFull() {
    return buffer.remaining() == buffer.capacity();
  }

  /**
   * Takes what is there, waiting for it if that is nothing: from one byte to {@code most}, or none
   * at the end. For none at {@code most} it does not wait.
   */
  ByteBuffer take(long most) throws IOException {
    if (most > 0 && !buffer.hasRemaining()) {
      var unused = fill();
    }
    int count = (int) Math.min(most, buffer.remaining());
    ByteBuffer taken = buffer.slice(buffer.position(), count);
    buffer.position(buffer.position() + count);
    return taken;
  }

  /**
   * Takes as {@link #take(long)} does, but reads into {@code room} where nothing is there yet, and
   * at most what is taken.
   */
  ByteBuffer take(long most, ByteBuffer room) throws IOException {
    if (most == 0 || buffer.hasRemaining()) {
      return take(most);
    }
    room.clear().limit((int) Math.min(most, room.capacity()));
    var unused = source.read(room);
    return room.flip();
  }

  /**
   * Takes one byte, waiting for it.
   *
   * @return -1 at the end
   */
  int next() throws IOException {
    if (!buffer.hasRemaining() && !fill()) {
      return -1;
    }
    return buffer.get() & 0xFF;
  }
}
