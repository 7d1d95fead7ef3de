package dev.heddle.fetch.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class DraftTest {
  @TempDir Path folder;
  private Path target;

  @BeforeEach
  void name() {
    target = folder.resolve("a.txt");
  }

  @Test
  void commit_overAFile_replacesItAndLeavesNothingElse() throws IOException {
    Files.writeString(target, "old");

    try (Draft draft = draft("new")) {
      assertEquals(3, draft.size());
      assertEquals("old", Files.readString(target));
      draft.commit();
    }

    assertEquals("new", Files.readString(target));
    assertEquals(List.of("a.txt"), names());
  }

  /** Whoever reads it meanwhile reads the old one or the new one, and always one of them. */
  @Test
  void commit_overAFile_leavesNoMomentWithoutIt() throws Exception {
    Files.writeString(target, "new");
    AtomicBoolean isDone = new AtomicBoolean();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Boolean> wasThere =
          threads.submit(
              () -> {
                boolean isWhole = true;
                while (!isDone.get()) {
                  isWhole &= Files.exists(target) && Files.readString(target).equals("new");
                }
                return isWhole;
              });
      try {
        for (int i = 0; i < 2_000; i++) {
          try (Draft draft = draft("new")) {
            draft.commit();
          }
        }
      } finally {
        isDone.set(true);
      }
      assertTrue(wasThere.get());
    }
  }

  @Test
  void close_withoutCommit_leavesTheTargetAndNothingElse() throws IOException {
    Files.writeString(target, "old");

    Draft draft = draft("new");
    assertEquals(2, names().size());
    assertTrue(names().getFirst().matches("\\.heddle-[0-9a-f]{16}\\.tmp"), names().toString());
    draft.close();
    draft.close();

    assertEquals("old", Files.readString(target));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void close_afterCommit_doesNotTouchWhatComesLater() throws IOException {
    Draft draft = draft("new");
    draft.commit();

    draft.close();

    assertEquals("new", Files.readString(target));
  }

  @Test
  void write_inAnInterruptedThread_canNotBeCommittedAndLeavesNothing() throws IOException {
    try (Draft draft = draft("half")) {
      Thread.currentThread().interrupt();
      assertThrows(
          ClosedByInterruptException.class, () -> draft.write(ByteBuffer.wrap(new byte[1])));
      assertThrows(ClosedChannelException.class, draft::commit);
      assertThrows(ClosedChannelException.class, draft::commitIfAbsent);
    } finally {
      assertTrue(Thread.interrupted());
    }

    assertEquals(List.of(), names());
  }

  @Test
  void close_inAnInterruptedThread_leavesNothing() throws IOException {
    Draft draft = draft("new");
    Thread.currentThread().interrupt();
    try {
      draft.close();
    } finally {
      assertTrue(Thread.interrupted());
    }

    assertEquals(List.of(), names());
  }

  @Test
  void commit_ontoADirectory_failsAndLeavesNothing() throws IOException {
    Files.createDirectory(target);

    try (Draft draft = draft("new")) {
      assertThrows(IOException.class, draft::commit);
    }

    assertTrue(Files.isDirectory(target));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void commitIfAbsent_nothingThere_becomesTheTarget() throws IOException {
    try (Draft draft = draft("new")) {
      draft.commitIfAbsent();
    }

    assertEquals("new", Files.readString(target));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void commitIfAbsent_linkThatLeadsNowhere_fails() throws IOException {
    Files.createSymbolicLink(target, folder.resolve("nowhere"));

    try (Draft draft = draft("new")) {
      assertThrows(FileAlreadyExistsException.class, draft::commitIfAbsent);
    }

    assertFalse(Files.exists(target));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void commitIfAbsent_twoAtOnce_oneWins() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 200; round++) {
        Files.deleteIfExists(target);
        CyclicBarrier barrier = new CyclicBarrier(2);
        List<Callable<Boolean>> racers =
            List.of(() -> race("1", barrier), () -> race("2", barrier));

        List<Future<Boolean>> won = threads.invokeAll(racers);

        boolean isFirst = won.get(0).get();
        assertTrue(isFirst ^ won.get(1).get());
        assertEquals(isFirst ? "1" : "2", Files.readString(target));
        assertEquals(List.of("a.txt"), names());
      }
    }
  }

  private boolean race(String text, CyclicBarrier barrier) throws Exception {
    try (Draft draft = draft(text)) {
      barrier.await();
      draft.commitIfAbsent();
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private Draft draft(String text) throws IOException {
    Draft draft = Draft.create(target);
    draft.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    return draft;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
