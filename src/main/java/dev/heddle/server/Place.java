package dev.heddle.server;

import dev.heddle.greeting.Workspace;
import dev.heddle.tasks.loop.EventLoop;
import java.nio.ByteBuffer;

/**
 * An event loop with what its sessions share, each between two waits.
 *
 * @param workspace for their conversations
 * @param bytes for one read or write; outside the heap, where the system takes and leaves them
 */
record Place(EventLoop loop, Workspace workspace, ByteBuffer bytes) {
  private static final int BYTES = 1 << 15;

  Place(EventLoop loop) {
    this(loop, new Workspace(), ByteBuffer.allocateDirect(BYTES));
  }
}
