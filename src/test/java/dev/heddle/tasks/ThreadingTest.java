package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class ThreadingTest {
  @ParameterizedTest
  @ValueSource(strings = {"virtual", "virtual:jdk", "platform", "pool:1", "pool:2147483647"})
  void parse_kind_printsItself(String text) {
    assertEquals(text, Threading.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Virtual",
        "virtual:",
        "pool",
        "pool:",
        "pool:0",
        "pool:-1",
        "pool:x",
        "pool:2147483648"
      })
  void parse_anythingElse_isRefusedWithWhatIsAllowed(String text) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Threading.parse(text));

    assertEquals(
        "'"
            + text
            + "' is not a kind of threads: use virtual, virtual:jdk, platform or pool:N with N from 1",
        thrown.getMessage());
  }

  @Test
  void pool_withoutThreads_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Threading.Pool(0));
  }

  @Test
  void virtual_threeTasks_eachHasItsOwnVirtualThread() throws Exception {
    List<Thread> threads = threadsOfThreeTasksAtOnce(new Threading.Virtual());

    assertTrue(threads.stream().allMatch(Thread::isVirtual));
    assertEquals(Set.of("work-0", "work-1", "work-2"), names(threads));
  }

  @Test
  void platform_threeTasks_eachHasItsOwnPlatformThread() throws Exception {
    List<Thread> threads = threadsOfThreeTasksAtOnce(new Threading.Platform());

    assertTrue(threads.stream().noneMatch(Thread::isVirtual));
    assertEquals(Set.of("work-0", "work-1", "work-2"), names(threads));
  }

  @Test
  void pool_threeTasksThreeThreads_runAtOnce() throws Exception {
    List<Thread> threads = threadsOfThreeTasksAtOnce(new Threading.Pool(3));

    assertTrue(threads.stream().noneMatch(Thread::isVirtual));
    assertEquals(Set.of("work-0", "work-1", "work-2"), names(threads));
  }

  @Test
  void pool_moreTasksThanThreads_othersWait() throws Exception {
    Set<String> names = ConcurrentHashMap.newKeySet();

    try (ExecutorService executor = new Threading.Pool(1).open("work")) {
      for (int i = 0; i < 100; i++) {
        executor.execute(() -> names.add(Thread.currentThread().getName()));
      }
    }

    assertEquals(Set.of("work-0"), names);
  }

  /** Runs three tasks that end only when all three run. */
  private static List<Thread> threadsOfThreeTasksAtOnce(Threading threading) {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(3);
    try (ExecutorService executor = threading.open("work")) {
      for (int i = 0; i < 3; i++) {
        executor.execute(
            () -> {
              threads.add(Thread.currentThread());
              all.countDown();
              awaitUninterruptibly(all);
            });
      }
    }
    return List.copyOf(threads);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this", e);
    }
  }

  private static Set<String> names(List<Thread> threads) {
    Set<String> names = ConcurrentHashMap.newKeySet();
    threads.forEach(thread -> names.add(thread.getName()));
    return names;
  }
}
