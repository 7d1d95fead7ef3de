package dev.heddle.observe;

import static dev.heddle.observe.ThreadsTest.find;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Threading;
import dev.heddle.tasks.Ticker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Crowds of threads, at rest and busy. */
@Timeout(60)
final class WalkTest {
  @Test
  void tree_tenThousandThreads_isSmall() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (ExecutorService executor = new Threading.Virtual().open("crowd")) {
      for (int i = 0; i < 10_000; i++) {
        executor.execute(
            () -> {
              try {
                done.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
      }
      try {
        ThreadTree tree = new Threads(Ticker.system(), () -> 0).tree("");
        String json = tree.toJson();

        System.out.println(
            "threads: %d looked at in %d ms, %d bytes of JSON"
                .formatted(tree.threads(), tree.cost().toMillis(), json.length()));
        assertEquals(10_000, find(tree, "crowd-*").threads());
        assertTrue(json.length() < 100_000, json);
        assertEquals(
            "heddle-threads/1",
            JsonParser.parseString(json).getAsJsonObject().get("schema").getAsString());
      } finally {
        done.countDown();
      }
    }
  }

  /** In such a crowd the JDK's own dump of Java 25 has ended the JVM: see {@link Walk}. */
  @Test
  void tree_threadsParkAndGoOnMeanwhile_isTakenAgainAndAgain() throws Exception {
    AtomicLong now = new AtomicLong();
    Threads always = new Threads(now::get, () -> 0);
    Stop stop = Stop.onRequest();
    Tasks.runUntil(
        "weaving",
        stop,
        forks -> {
          for (int i = 0; i < 50; i++) {
            SynchronousQueue<String> shuttle = new SynchronousQueue<>();
            forks.fork("warp", () -> throwOver(shuttle, stop));
            forks.fork("weft", () -> catchFrom(shuttle, stop));
          }
          for (int i = 0; i < 100; i++) {
            now.addAndGet(TimeUnit.MINUTES.toNanos(1));
            assertEquals(101, find(always.tree(""), "weaving").threads());
          }
          stop.request();
        });
  }

  private static void throwOver(SynchronousQueue<String> shuttle, Stop stop)
      throws InterruptedException {
    while (!stop.isRequested()) {
      shuttle.put("thread");
    }
  }

  private static void catchFrom(SynchronousQueue<String> shuttle, Stop stop)
      throws InterruptedException {
    while (!stop.isRequested()) {
      assertEquals("thread", shuttle.take());
    }
  }
}
