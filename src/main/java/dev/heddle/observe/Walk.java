package dev.heddle.observe;

import dev.heddle.tasks.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at one thread after the other, and rests in between, so that those who wait for a core get
 * it soon. Equal stacks are held once. One thread's own, used once.
 *
 * <p>The JDK's own dump ({@code HotSpotDiagnosticMXBean.dumpThreads}) would not do: on Java 25 it
 * looks at virtual threads that are about to be mounted, which has ended the JVM (<a
 * href="https://bugs.openjdk.org/browse/JDK-8364343">JDK-8364343</a>); and as it writes every stack
 * out, 10,000 threads make 200 MB of garbage, and the world stops for collections.
 */
final class Walk {
  private static final long SPELL_NANOS = 500_000;

  /** It rests this many times as long as it has worked, but for so long at most. */
  private static final int RESTS = 2;

  private static final long LONGEST_REST_NANOS = 5_000_000;

  private final Containers containers;
  private final Ticker ticker;
  private final List<DumpedContainer> seen = new ArrayList<>();
  private final Map<List<StackTraceElement>, List<String>> stacks = new HashMap<>();
  private long start;

  Walk(Containers containers, Ticker ticker) {
    this.containers = containers;
    this.ticker = ticker;
  }

  List<DumpedContainer> read() throws ReflectiveOperationException, InterruptedException {
    start = ticker.nanoTime();
    read(containers.root());
    return seen;
  }

  private void read(Object container) throws ReflectiveOperationException, InterruptedException {
    List<DumpedThread> threads = new ArrayList<>();
    for (Thread thread : containers.threadsOf(container)) {
      if (thread.isAlive()) {
        threads.add(read(thread));
      }
      rest();
    }
    seen.add(
        new DumpedContainer(
            Containers.idOf(container),
            containers.parentOf(container),
            containers.ownerOf(container),
            List.copyOf(threads)));
    for (Object child : containers.childrenOf(container)) {
      read(child);
    }
  }

  private DumpedThread read(Thread thread) {
    List<StackTraceElement> stack = Arrays.asList(thread.getStackTrace());
    return new DumpedThread(
        thread.threadId(),
        thread.getName(),
        thread.isVirtual(),
        thread.getState().name(),
        Optional.ofNullable(LockSupport.getBlocker(thread)).map(lock -> lock.getClass().getName()),
        stacks.computeIfAbsent(stack, Walk::texts));
  }

  private static List<String> texts(List<StackTraceElement> stack) {
    return stack.stream().map(Walk::text).toList();
  }

  /** As in a stack trace, without the names of loaders and modules. */
  private static String text(StackTraceElement frame) {
    String file = frame.getFileName() == null ? "Unknown Source" : frame.getFileName();
    return "%s.%s(%s)"
        .formatted(
            frame.getClassName(),
            frame.getMethodName(),
            frame.isNativeMethod()
                ? "Native Method"
                : frame.getLineNumber() < 0 ? file : file + ":" + frame.getLineNumber());
  }

  private void rest() throws InterruptedException {
    long worked = ticker.nanoTime() - start;
    if (worked >= SPELL_NANOS) {
      Thread.sleep(Duration.ofNanos(Math.min(RESTS * worked, LONGEST_REST_NANOS)));
      start = ticker.nanoTime();
    }
  }
}
