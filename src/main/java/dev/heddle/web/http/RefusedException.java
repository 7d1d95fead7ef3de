package dev.heddle.web.http;

/** A request that is answered with an error; afterwards the connection closes. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Response.Whole response;
  private final boolean isToHead;

  RefusedException(Status status, String line, Response.Header... headers) {
    this(Response.line(status, line, headers), line, false);
  }

  private RefusedException(Response.Whole response, String line, boolean isToHead) {
    super(line, null, false, false);
    this.response = response;
    this.isToHead = isToHead;
  }

  /** The same as the answer to a HEAD request, which has no content (RFC 9110, section 9.3.2). */
  RefusedException toHead() {
    return new RefusedException(response, String.valueOf(getMessage()), true);
  }

  boolean isToHead() {
    return isToHead;
  }

  Response.Whole response() {
    return response;
  }
}
