package dev.heddle.web.http;

/** A request that is answered with an error; afterwards the connection closes. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Response.Whole response;

  RefusedException(Status status, String line, Response.Header... headers) {
    super(line, null, false, false);
    this.response = Response.line(status, line, headers);
  }

  Response.Whole response() {
    return response;
  }
}
