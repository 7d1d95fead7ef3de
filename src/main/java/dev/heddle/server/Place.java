package dev.heddle.server;

import dev.heddle.greeting.Workspace;
import dev.heddle.tasks.loop.EventLoop;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An event loop with what its sessions share, each between two waits. */
final class Place {
  private static final int BYTES = 1 << 15;

  private final EventLoop loop;
  private final Workspace workspace = new Workspace();
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
  private long address;
  private volatile @Nullable SocketCalls calls;

  Place(EventLoop loop) {
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  /** For conversations. */
  Workspace workspace() {
    return workspace;
  }

  /** For one read or write; outside the heap, where the system takes and leaves them. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** By what sessions receive and send; null: by their channels. */
  @Nullable SocketCalls calls() {
    return calls;
  }

  /** The address of {@link #bytes}, for {@link #calls}. */
  long address() {
    return address;
  }

  /** Has the sessions receive and send by {@code calls} from now on; from any thread. */
  void use(SocketCalls found) {
    if (loop.asksEpoll()) {
      address = found.address(bytes);
      calls = found;
    }
  }
}
