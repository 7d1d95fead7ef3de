package dev.heddle.web;

/** What the live page shows; asked by any thread. */
public interface Live {
  /** The samples. */
  Feed feed();

  /** What does not change, as a JSON object on one line. */
  String about();

  /** Where carriers were pinned, as a JSON object on one line. */
  String pinning();

  /** Says that somebody looks, until it is closed: what costs something is only done meanwhile. */
  Look look();

  /** Somebody who looks. */
  interface Look extends AutoCloseable {
    @Override
    void close();
  }
}
