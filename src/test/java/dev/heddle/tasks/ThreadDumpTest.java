package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.ThreadDump;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a thread dump of the running program shows of a scope. */
@Timeout(60)
final class ThreadDumpTest {
  private final Trail trail = new Trail();
  private final Stop stop = Stop.onRequest();

  @Test
  void dump_openScope_namesItAndItsChildren() throws Exception {
    Caller caller =
        Caller.start(
            () ->
                Tasks.runUntil(
                    "loom",
                    stop,
                    forks -> {
                      forks.fork("warp", trail.untilInterrupted("warp"));
                      forks.fork("weft", trail.untilInterrupted("weft"));
                    }));
    trail.await("warp starts");
    trail.await("weft starts");

    ThreadDump dump = ThreadDump.take();
    stop.request();
    caller.awaitReturn();

    assertTrue(
        dump.threadsOf("loom").containsAll(Set.of("warp", "weft", "loom stop")), dump::toString);
    assertEquals(Set.of(), ThreadDump.take().threadsOf("loom"));
  }
}
