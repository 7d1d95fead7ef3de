package dev.heddle.client;

import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The addresses of a target, and what is said when none of them answers. */
final class Addresses {
  private static final int DEFAULT_PORT = 9_999;

  private Addresses() {}

  /**
   * Looks the host up, on a thread of its own: the system's resolver knows neither timeout nor
   * interrupt.
   */
  static List<InetAddress> of(Target target, Duration timeout) throws GreetException {
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("look up " + target.host())
        .start(
            () -> {
              try {
                found.complete(lookUp(target.host()));
              } catch (UnknownHostException | RuntimeException | Error e) {
                found.completeExceptionally(e);
              }
            });
    try {
      return found.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw notFound(target, "no such host, or no name server answers", e);
    } catch (TimeoutException e) {
      throw notFound(target, "the look-up took longer than " + Waiter.text(timeout), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notFound(target, "interrupted", e);
    }
  }

  /**
   * As the system does; {@code localhost} is both loopbacks, also where it lists one (RFC 6761).
   */
  private static List<InetAddress> lookUp(String host) throws UnknownHostException {
    Set<InetAddress> all = new LinkedHashSet<>(List.of(InetAddress.getAllByName(host)));
    if (host.equalsIgnoreCase("localhost")) {
      all.addAll(List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1")));
    }
    return List.copyOf(all);
  }

  /** Tells why each address was left, and the remedy. */
  static GreetException unreachable(Target target, List<Exception> causes) {
    Set<String> reasons = new LinkedHashSet<>();
    causes.forEach(cause -> reasons.add(reason(cause)));
    String start =
        target.port() == DEFAULT_PORT ? "heddle serve" : "heddle serve --port " + target.port();
    GreetException failure =
        new GreetException(
            "cannot reach %s: %s; start a server there with '%s', or name another with --host and --port"
                .formatted(target, String.join(", ", reasons), start),
            new byte[0]);
    causes.forEach(failure::addSuppressed);
    return failure;
  }

  private static String reason(Exception cause) {
    if (cause instanceof PortUnreachableException) {
      return "port unreachable";
    }
    // Some releases of the JDK say in which call it was.
    String said = String.valueOf(cause.getMessage()).replace(" (connect failed)", "");
    return cause instanceof SocketTimeoutException ? "no answer, " + said : said;
  }

  private static GreetException notFound(Target target, String why, Exception cause) {
    return new GreetException(
        "cannot find the host '%s': %s; check --host".formatted(target.host(), why),
        new byte[0],
        cause);
  }
}
