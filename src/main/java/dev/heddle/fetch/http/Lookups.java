package dev.heddle.fetch.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks up the addresses of hosts, a bounded number at once, on platform threads of its own: the
 * system's resolver knows neither time limit nor interrupt, and on a virtual thread each look-up
 * would keep a carrier from everybody.
 *
 * <p>Its threads are daemons and are left where they are at the end: a look-up that hangs holds
 * nobody up.
 */
public final class Lookups implements AutoCloseable {
  private static final long IDLE_SECONDS = 5;

  private final ExecutorService threads;
  private final Resolver resolver;
  private final Duration limit;

  /** How the system finds addresses: blocks as long as it likes. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * At most {@code atOnce} look-ups at the same time; others wait for their turn.
   *
   * @param limit how long one may take from its turn on; zero: as long as it likes
   */
  public Lookups(int atOnce, Duration limit) {
    this(atOnce, limit, InetAddress::getAllByName);
  }

  Lookups(int atOnce, Duration limit, Resolver resolver) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("look-up-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
    this.resolver = resolver;
    this.limit = limit;
  }

  /**
   * The addresses of {@code host}, at once for an address and for {@code localhost}, which need no
   * look-up. Never blocks. Fails with an {@link UnknownHostException} that says why, or with a
   * {@link java.util.concurrent.TimeoutException}.
   */
  public CompletableFuture<List<InetAddress>> find(String host) {
    boolean needsNone = host.equals("localhost") || isAddress(host);
    Executor executor = needsNone ? Runnable::run : threads;
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    executor.execute(
        () -> {
          if (!limit.isZero() && !needsNone) {
            var unused = found.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
          }
          try {
            found.complete(lookUp(host));
          } catch (UnknownHostException e) {
            found.completeExceptionally(notFound(host, e));
          } catch (RuntimeException | Error e) {
            found.completeExceptionally(e);
          }
        });
    return found;
  }

  /** Begins no more look-ups, and waits for none. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** {@code localhost} is the two loopbacks and never asks anybody (RFC 6761, section 6.3). */
  private List<InetAddress> lookUp(String host) throws UnknownHostException {
    if (host.equals("localhost")) {
      return List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
    }
    Set<InetAddress> all = new LinkedHashSet<>(List.of(resolver.resolve(host)));
    return List.copyOf(all);
  }

  /**
   * Whether it is an address: no name has a colon, or digits alone as its last label (RFC 3696, 2).
   */
  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || Ascii.isNumber(host.substring(host.lastIndexOf('.') + 1));
  }

  private static UnknownHostException notFound(String host, UnknownHostException cause) {
    UnknownHostException failure =
        new UnknownHostException("no such host '" + host + "', or no name server answers");
    failure.initCause(cause);
    return failure;
  }
}
