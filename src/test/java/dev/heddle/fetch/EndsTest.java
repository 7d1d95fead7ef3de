package dev.heddle.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.fetch.FetchConfig.Ends;
import dev.heddle.fetch.Outcome.Result;
import dev.heddle.testing.Site;
import dev.heddle.testing.Site.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What ends a run, and that each entry has one outcome however it ends. */
@Timeout(60)
class EndsTest {
  @TempDir Path folder;

  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    end.countDown();
  }

  @Test
  void failures_endNothing() throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", Site.ok("content"));

      List<Outcome> outcomes =
          new Runs(folder).fetch("ftp://h/", site.url("/nothing"), "", site.url("/a"));

      assertEquals(
          List.of(Result.FAILED, Result.FAILED, Result.FAILED, Result.FETCHED), results(outcomes));
      assertEquals("FAILED: an empty URL", Runs.reason(outcomes.get(2)));
    }
  }

  /** A thread that fails for a fault of ours gives its slot to nobody. */
  @Test
  void fault_ofOurs_endsTheRun() throws Exception {
    try (Site site = Site.open().with("/a", Site.ok("content"))) {
      String[] urls = Collections.nCopies(50, site.url("/a")).toArray(String[]::new);
      Queue<Outcome> outcomes =
          new ConcurrentLinkedQueue<>() {
            @Override
            public boolean add(Outcome outcome) {
              if (outcome.result() == Result.FETCHED) {
                throw new IllegalStateException("on purpose");
              }
              return super.add(outcome);
            }
          };
      Fetch fetch = new Runs(folder).run(outcomes, urls);

      ExecutionException failed = assertThrows(ExecutionException.class, fetch::run);

      assertTrue(failed.toString().endsWith("on purpose"), failed.toString());
    }
  }

  /** To connect anew for each file is what costs most where there are more hosts than slots. */
  @Test
  void hosts_moreThanSlots_keepTheirConnections() throws Exception {
    try (Site one = Site.open().with("/a", Site.ok("content"));
        Site other = Site.open().with("/a", Site.ok("content"))) {
      Runs runs = new Runs(folder);
      runs.atOnce = 1;

      List<Outcome> outcomes =
          runs.fetch(one.url("/a"), other.url("/a"), one.url("/a"), other.url("/a"));

      assertEquals(4, outcomes.stream().filter(each -> each.result() == Result.FETCHED).count());
      assertEquals(1, one.connections());
      assertEquals(1, other.connections());
    }
  }

  @Test
  void duplicates_areFilesOfTheirOwn() throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", Site.ok("one"), Site.ok("two"))
          .with("/A", Site.ok("three"))
          .with("/a/b", Site.ok("four"));
      Runs runs = new Runs(folder);
      runs.atOnce = 1;

      List<Outcome> outcomes =
          runs.fetch(site.url("/a"), site.url("/a"), site.url("/A"), site.url("/a/b"));

      String host = "127.0.0.1+" + site.port();
      assertEquals(
          List.of(host + "/A~3", host + "/a", host + "/a~2", host + "/a~4/b"), runs.files());
      assertEquals(
          List.of("one", "two", "three", "four"),
          outcomes.stream().map(EndsTest::content).toList());
    }
  }

  @Test
  void namesThatLeadOut_stayInside() throws Exception {
    try (Site site = Site.open()) {
      String[] paths = {"/..%2f..%2fa", "/%2e%2e/b", "/c%00", "/" + "d".repeat(300), "/e%5c..%5cf"};
      for (String path : paths) {
        site.with(path, Site.ok(path));
      }
      Runs runs = new Runs(folder.resolve("in"));

      List<Outcome> outcomes =
          runs.fetch(List.of(paths).stream().map(site::url).toArray(String[]::new));

      for (Outcome outcome : outcomes) {
        assertEquals("FETCHED: ", Runs.reason(outcome));
        Path real = outcome.file().orElseThrow().toRealPath();
        assertTrue(real.startsWith(folder.resolve("in").toRealPath()), real.toString());
      }
      try (var top = Files.list(folder)) {
        assertEquals(1, top.count());
      }
    }
  }

  @Test
  void noClobber_keepsWhatIsThereAndAsksForNothing() throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", Site.ok("old"), Site.ok("new")).with("/b", Site.ok("b"));
      var unused = new Runs(folder).fetch(site.url("/a"));
      Runs runs = new Runs(folder);
      runs.replaces = false;

      List<Outcome> outcomes = runs.fetch(site.url("/a"), site.url("/b"));

      assertEquals(List.of(Result.KEPT, Result.FETCHED), results(outcomes));
      assertEquals("old", content(outcomes.getFirst()));
      assertEquals(2, site.requests().size());
    }
  }

  /** Between the look at the start and the end of the transfer somebody else may write it. */
  @Test
  void noClobber_keepsWhatComesToBeThereMeanwhile() throws Exception {
    try (Site site = Site.open()) {
      Path file = folder.resolve("127.0.0.1+" + site.port()).resolve("a");
      site.with(
          "/a",
          out -> {
            Files.writeString(file, "somebody else's");
            Site.text(Site.ok("ours")).give(out);
          });
      for (boolean resumes : new boolean[] {false, true}) {
        Files.deleteIfExists(file);
        Runs runs = new Runs(folder);
        runs.replaces = false;
        runs.resumes = resumes;

        assertEquals(List.of(Result.KEPT), results(runs.fetch(site.url("/a"))));

        assertEquals("somebody else's", Files.readString(file));
        assertEquals(1, runs.files().size());
      }
    }
  }

  @Test
  void replacing_takesThePlaceOfAWholeFile() throws Exception {
    try (Site site = Site.open()) {
      site.with("/a", Site.ok("a longer old one"), Site.ok("new"));
      var unused = new Runs(folder).fetch(site.url("/a"));

      assertEquals("new", content(new Runs(folder).fetch(site.url("/a")).getFirst()));
    }
  }

  @Test
  void race_keepsTheFirstAndCancelsTheOthers() throws Exception {
    try (Site site = Site.open();
        Site slow = Site.open()) {
      slow.with("/a", stalling());
      site.with("/bad", Site.response("500 No", "")).with("/b", Site.ok("content"));
      Runs runs = new Runs(folder);
      runs.ends = Ends.AT_FIRST_SUCCESS;

      List<Outcome> outcomes = runs.fetch(slow.url("/a"), site.url("/bad"), site.url("/b"));

      assertEquals(Result.FETCHED, outcomes.get(2).result());
      assertEquals(Result.CANCELLED, outcomes.getFirst().result());
      assertEquals(List.of("127.0.0.1+" + slow.port() + "/a"), runs.files());
      assertEquals("content", content(outcomes.get(2)));
    }
  }

  /** All come in at once: one alone may be the file. */
  @Test
  void race_ofEquals_hasOneWinner() throws Exception {
    try (Site site = Site.open()) {
      Runs runs = new Runs(folder);
      runs.ends = Ends.AT_FIRST_SUCCESS;
      runs.perHost = 64;
      String[] urls =
          IntStream.range(0, 64).mapToObj(i -> site.url("/" + i)).toArray(String[]::new);
      for (int i = 0; i < 64; i++) {
        site.with("/" + i, Site.ok("content " + i));
      }

      List<Outcome> outcomes = runs.fetch(urls);

      List<Outcome> winners =
          outcomes.stream().filter(outcome -> outcome.result() == Result.FETCHED).toList();
      assertEquals(1, winners.size());
      assertEquals(
          "content " + (winners.getFirst().entry().number() - 1), content(winners.getFirst()));
      assertEquals(1, runs.files().size());
    }
  }

  @Test
  void race_thatNobodyWins_tellsWhyEachFailed() throws Exception {
    try (Site site = Site.open()) {
      Runs runs = new Runs(folder);
      runs.ends = Ends.AT_FIRST_SUCCESS;

      assertEquals(
          List.of(Result.FAILED, Result.FAILED),
          results(runs.fetch(site.url("/a"), site.url("/b"))));
    }
  }

  @Test
  void failFast_cancelsTheOthers() throws Exception {
    try (Site site = Site.open()) {
      site.with("/slow", stalling());
      Runs runs = new Runs(folder);
      runs.ends = Ends.AT_FIRST_FAILURE;

      List<Outcome> outcomes = runs.fetch(site.url("/slow"), site.url("/nothing"));

      assertEquals(List.of(Result.CANCELLED, Result.FAILED), results(outcomes));
      assertEquals(List.of(), runs.files());
    }
  }

  @Test
  void cancel_endsWhatRunsAndWhatWaits_andLeavesNothing() throws Exception {
    CountDownLatch asked = new CountDownLatch(6);
    Answer stalling = stalling();
    try (Site site = Site.open()) {
      String[] urls =
          IntStream.range(0, 100).mapToObj(i -> site.url("/" + i)).toArray(String[]::new);
      for (int i = 0; i < 100; i++) {
        site.with(
            "/" + i,
            out -> {
              asked.countDown();
              stalling.give(out);
            });
      }
      Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
      Runs runs = new Runs(folder);
      Fetch fetch = runs.run(outcomes, urls);
      Thread canceller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      asked.await();
                      while (!fetch.progress().allKnown()) {
                        Thread.onSpinWait();
                      }
                      fetch.cancel();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });

      fetch.run();

      canceller.join();
      assertEquals(
          100, outcomes.stream().map(outcome -> outcome.entry().number()).distinct().count());
      assertEquals(100, outcomes.size());
      assertTrue(outcomes.stream().allMatch(outcome -> outcome.result() == Result.CANCELLED));
      assertEquals(List.of(), runs.files());
    }
  }

  private Answer stalling() {
    return out -> {
      Site.text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin").give(out);
      out.flush();
      end.await();
    };
  }

  private static List<Result> results(List<Outcome> outcomes) {
    return outcomes.stream().map(Outcome::result).toList();
  }

  private static String content(Outcome outcome) {
    try {
      return Runs.content(outcome);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
