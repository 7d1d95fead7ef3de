package dev.heddle.fetch;

import dev.heddle.fetch.Schedule.Turn;
import dev.heddle.fetch.http.Origin;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a {@link Schedule} knows of one host and port; guarded by its lock. */
final class HostTurns {
  final Origin origin;
  final CompletableFuture<List<InetAddress>> addresses;
  final Deque<Turn> returning = new ArrayDeque<>();
  final Deque<Turn> waiting = new ArrayDeque<>();
  int running;
  int paused;

  HostTurns(Origin origin, CompletableFuture<List<InetAddress>> addresses) {
    this.origin = origin;
    this.addresses = addresses;
  }

  boolean isWaitedFor() {
    return !returning.isEmpty() || !waiting.isEmpty();
  }

  boolean isUnused() {
    return running == 0 && paused == 0 && !isWaitedFor();
  }

  /** Takes out the one whose turn it is. */
  Turn next() {
    return returning.isEmpty() ? waiting.removeFirst() : returning.removeFirst();
  }
}
