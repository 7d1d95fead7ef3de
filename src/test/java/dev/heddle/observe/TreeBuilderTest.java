package dev.heddle.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounds of the tree, with more of everything than there will be. */
@Timeout(30)
final class TreeBuilderTest {
  private static final String LONG = "x".repeat(400);

  @Test
  void tree_endlessContainersAndPlaces_staysUnderAMegabyteAndCountsWhatIsHidden() {
    List<DumpedContainer> containers = new ArrayList<>();
    containers.add(
        new DumpedContainer("<root>", Optional.empty(), OptionalLong.empty(), List.of()));
    for (int i = 0; i < 2_000; i++) {
      List<DumpedThread> threads = List.of(thread(2 * i), thread(2 * i + 1));
      containers.add(
          new DumpedContainer(
              i + "/" + LONG, Optional.of("<root>"), OptionalLong.of(2L * i), threads));
    }

    ThreadTree tree =
        new TreeBuilder(new ThreadDump(Instant.EPOCH, Duration.ZERO, containers), "").build();

    assertEquals(4_000, tree.threads());
    assertEquals(2_001 - ThreadTree.MOST_CONTAINERS, tree.hiddenContainers());
    ThreadTree.Container first = tree.containers().getFirst().children().getFirst();
    assertEquals(2, first.groups().size() + first.hiddenGroups());
    int bytes = tree.toJson().getBytes(UTF_8).length;
    System.out.println("threads: the largest tree is " + bytes + " bytes of JSON");
    assertTrue(bytes < 1_000_000, bytes + " bytes");
  }

  @Test
  void tree_moreGroupsThanShown_keepsTheLargest() {
    List<DumpedThread> threads = new ArrayList<>();
    for (int i = 0; i < ThreadTree.MOST_GROUPS + 10; i++) {
      threads.add(thread(i));
    }
    DumpedThread last = threads.getLast();
    threads.add(last);
    threads.add(last);

    ThreadTree tree =
        new TreeBuilder(
                new ThreadDump(
                    Instant.EPOCH,
                    Duration.ZERO,
                    List.of(
                        new DumpedContainer(
                            "<root>", Optional.empty(), OptionalLong.empty(), threads))),
                "")
            .build();

    ThreadTree.Container root = tree.containers().getFirst();
    assertEquals(ThreadTree.MOST_GROUPS, root.groups().size());
    assertEquals(3, root.groups().getFirst().count());
    assertEquals(10, root.hiddenGroups());
    assertEquals(10, root.hiddenThreads());
  }

  /** Each at another place. */
  private static DumpedThread thread(int number) {
    List<String> stack = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      stack.add("java.lang.Deep.frame" + number + LONG);
    }
    return new DumpedThread(number, LONG, true, "WAITING", Optional.of(LONG), List.copyOf(stack));
  }
}
