package dev.heddle.web.http;

/** Answers requests, on the threads of their connections. */
@FunctionalInterface
public interface Handler {
  /** Answers one; changes nothing. An interrupt asks it to end. */
  Response handle(Request request) throws InterruptedException;
}
