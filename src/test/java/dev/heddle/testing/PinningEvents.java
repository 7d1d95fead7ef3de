package dev.heddle.testing;

import dev.heddle.server.ServerEvents;
import java.net.Socket;

/** Has every session that gets a message pin its carrier for 50 ms, on its own thread. */
public final class PinningEvents implements ServerEvents {
  @Override
  public boolean wantsBytes() {
    return true;
  }

  @Override
  public void received(Socket peer, byte[] bytes, int from, int to) {
    Pinner.pin();
  }
}
