package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class LookupsTest {
  @Test
  void deadLookups_areBoundedAndHoldNoAddressUp() throws Exception {
    Semaphore begun = new Semaphore(0);
    AtomicInteger atOnce = new AtomicInteger();
    CountDownLatch answer = new CountDownLatch(1);
    try (Lookups lookups =
        new Lookups(3, Duration.ZERO, host -> dead(host, begun, atOnce, answer))) {
      List<CompletableFuture<List<InetAddress>>> dead =
          IntStream.range(0, 50).mapToObj(i -> lookups.find("host" + i + ".example")).toList();
      begun.acquire(3);

      assertTrue(lookups.find("localhost").isDone());
      assertEquals(3, atOnce.get());
      assertFalse(begun.tryAcquire());

      answer.countDown();
      for (CompletableFuture<List<InetAddress>> each : dead) {
        ExecutionException failed = assertThrows(ExecutionException.class, each::get);
        assertInstanceOf(UnknownHostException.class, failed.getCause());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,127.0.0.1", "::1,0:0:0:0:0:0:0:1", "127.9.8.7,127.9.8.7"})
  void address_isItselfAtOnce(String host, String expected) {
    try (Lookups lookups = new Lookups(1, Duration.ZERO)) {
      assertEquals(expected, lookups.find(host).join().getFirst().getHostAddress());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"db01", "project-web-1", "a.x2"})
  void name_thatEndsInADigit_isLookedUpByAnother(String name) throws Exception {
    Semaphore begun = new Semaphore(0);
    CountDownLatch answer = new CountDownLatch(1);
    try (Lookups lookups =
        new Lookups(
            1, Duration.ofMillis(50), host -> dead(host, begun, new AtomicInteger(), answer))) {
      BlockingQueue<CompletableFuture<List<InetAddress>>> asked = new LinkedBlockingQueue<>();
      Thread.ofPlatform().daemon().start(() -> asked.add(lookups.find(name)));
      var found = Optional.ofNullable(asked.poll(10, TimeUnit.SECONDS)).orElseThrow();

      ExecutionException failed = assertThrows(ExecutionException.class, found::get);
      assertInstanceOf(TimeoutException.class, failed.getCause());
      answer.countDown();
    }
  }

  @Test
  void localhost_isTheLoopbacksWhateverTheSystemSays() {
    try (Lookups lookups =
        new Lookups(
            1,
            Duration.ZERO,
            host -> {
              throw new UnknownHostException(host);
            })) {
      assertEquals(2, lookups.find("localhost").join().size());
    }
  }

  @Test
  void close_waitsForNoLookup() throws Exception {
    Semaphore begun = new Semaphore(0);
    CountDownLatch never = new CountDownLatch(1);
    CompletableFuture<List<InetAddress>> found;
    try (Lookups lookups =
        new Lookups(1, Duration.ZERO, host -> dead(host, begun, new AtomicInteger(), never))) {
      found = lookups.find("host.example");
      begun.acquire();
    }

    assertFalse(found.isDone());
    never.countDown();
  }

  /** A virtual one would keep its carrier from everybody; one that is no daemon, the JVM. */
  @Test
  void lookup_runsOnADaemonOfThePlatform() throws Exception {
    CompletableFuture<Thread> on = new CompletableFuture<>();
    try (Lookups lookups =
        new Lookups(
            1,
            Duration.ZERO,
            host -> {
              on.complete(Thread.currentThread());
              throw new UnknownHostException(host);
            })) {
      var unused = lookups.find("host.example");
      assertFalse(on.get().isVirtual());
      assertTrue(on.get().isDaemon());
    }
  }

  @Test
  void lookup_thatHangs_endsAtTheLimit() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (Lookups lookups =
        new Lookups(
            1,
            Duration.ofMillis(50),
            host -> dead(host, new Semaphore(0), new AtomicInteger(), answer))) {
      CompletableFuture<List<InetAddress>> found = lookups.find("host.example");
      ExecutionException failed = assertThrows(ExecutionException.class, found::get);
      assertInstanceOf(TimeoutException.class, failed.getCause());
    } finally {
      answer.countDown();
    }
  }

  /** Hangs as the system's resolver does, deaf to interrupts, and then fails. */
  private static InetAddress[] dead(
      String host, Semaphore begun, AtomicInteger atOnce, CountDownLatch answer)
      throws UnknownHostException {
    atOnce.incrementAndGet();
    begun.release();
    boolean answered = false;
    while (!answered) {
      try {
        answer.await();
        answered = true;
      } catch (InterruptedException e) {
        // deaf
      }
    }
    atOnce.decrementAndGet();
    throw new UnknownHostException(host);
  }
}
