package dev.heddle.fetch;

import dev.heddle.fetch.http.Header;
import dev.heddle.fetch.http.Limit;
import dev.heddle.fetch.http.Proxies;
import dev.heddle.fetch.http.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/**
 * How a run fetches.
 *
 * @param atOnce transfers at the same time, from 1
 * @param perHost those of one host and port, from 1
 * @param lookUps of names at the same time, from 1
 * @param limits of a transfer's time; zero or none: any time
 * @param retries after a first try that failed for what may pass
 * @param maxSize bytes of content that are accepted of one URL; 0: any number
 * @param maxRedirects that are followed of one URL
 * @param headers of every request, in place of the fetcher's own of the same name; one with an
 *     empty value takes that away
 * @param headOnly whether HEAD is asked, and the header of the response is the content
 * @param ends what ends the run before all is fetched
 * @param tls whom to trust
 * @param proxies between us and the servers
 * @param threads that transfers run on, one each
 */
public record FetchConfig(
    int atOnce,
    int perHost,
    int lookUps,
    Map<Limit, Duration> limits,
    int retries,
    long maxSize,
    int maxRedirects,
    List<Header> headers,
    boolean headOnly,
    Ends ends,
    Tls tls,
    Proxies proxies,
    ThreadFactory threads) {
  /** What ends a run. */
  public enum Ends {
    /** All has been tried. */
    WHEN_ALL_ARE,
    /** One has failed. */
    AT_FIRST_FAILURE,
    /** One has succeeded: the entries are mirrors of each other. */
    AT_FIRST_SUCCESS
  }

  private static final int MOST_AT_ONCE = 10_000;
  private static final int MOST_TRIES = 100;

  /**
   * @throws IllegalArgumentException if a number is out of range; its message is for people, and
   *     names the option
   */
  public FetchConfig {
    require("-j", atOnce, 1, MOST_AT_ONCE);
    require("--per-host", perHost, 1, MOST_AT_ONCE);
    require("--retries", retries, 0, MOST_TRIES);
    require("--max-redirects", maxRedirects, 0, MOST_TRIES);
    limits = Map.copyOf(limits);
    headers = List.copyOf(headers);
  }

  private static void require(String option, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          "%s %d is not allowed: it goes from %d to %d".formatted(option, value, from, to));
    }
  }
}
