package dev.heddle.fetch.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another try: any time up to a bound that doubles with each ("full
 * jitter", from <a
 * href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 * Backoff And Jitter</a>), so that clients that failed together don't come back together; or what
 * the server asks for.
 */
public final class Backoff {
  /** The bound of the first wait. */
  static final Duration FIRST = Duration.ofMillis(500);

  /** The bound of every wait. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** A server that asks for more is not waited for. */
  static final Duration LONGEST_ASKED = Duration.ofSeconds(60);

  private final RandomGenerator random;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The wait after {@code tries}, from 1, that failed. */
  public Duration after(int tries) {
    long bound = FIRST.toMillis();
    for (int i = 1; i < tries && bound < LONGEST.toMillis(); i++) {
      bound *= 2;
    }
    return Duration.ofMillis(random.nextLong(Math.min(bound, LONGEST.toMillis()) + 1));
  }

  /**
   * What a server asks for in {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date,
   * which is compared with the server's own where it tells that, as our clock may be another. Empty
   * where it asks for nothing that can be understood.
   */
  public static Optional<Duration> asked(ResponseHead head, Instant now) {
    return head.first("Retry-After").flatMap(value -> asked(value, head, now));
  }

  /** Whether so long a wait is worth it. */
  public static boolean isWorthIt(Duration asked) {
    return asked.compareTo(LONGEST_ASKED) <= 0;
  }

  private static Optional<Duration> asked(String value, ResponseHead head, Instant now) {
    if (value.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    Instant from = head.date("Date").orElse(now);
    return head.date("Retry-After")
        .map(until -> Duration.between(from, until))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }
}
