package dev.heddle.fetch.http;

/** What a transfer's time is limited in. */
public enum Limit {
  /** Looking up the host, connecting, and agreeing on TLS. */
  CONNECT("the connection was not there"),
  /** From the request to the end of the response's header. */
  HEADER("no response came"),
  /** Between two pieces of the body. */
  IDLE("nothing more of the body came"),
  /** The whole, with redirects and retries. */
  TOTAL("it was not done");

  private final String whenOverdue;

  Limit(String whenOverdue) {
    this.whenOverdue = whenOverdue;
  }

  /** What had not happened when the time was over, as the begin of a sentence. */
  String whenOverdue() {
    return whenOverdue;
  }
}
