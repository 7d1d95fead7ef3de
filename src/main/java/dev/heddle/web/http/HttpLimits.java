package dev.heddle.web.http;

import java.time.Duration;

/**
 * What one client may take of the server.
 *
 * @param connections how many at once, in all
 * @param head the longest request in bytes: all that comes before the content, which none may have
 * @param headTime how long a request may take from the end of the last, or from the connection
 * @param writeTime how long the client may take to make room for an answer
 * @param lingerTime how long a client that is closed to may take to close too
 * @param patience how long a connection is left alone that waits while newcomers do
 * @param requests how many on one connection
 */
public record HttpLimits(
    int connections,
    int head,
    Duration headTime,
    Duration writeTime,
    Duration lingerTime,
    Duration patience,
    int requests) {
  /** What the server ships with. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          64,
          8192,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          1_000);
}
