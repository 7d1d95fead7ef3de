package dev.heddle.web.http;

/** The statuses that are answered (RFC 9110, section 15; RFC 6585). */
public enum Status {
  OK(200, "OK"),
  BAD_REQUEST(400, "Bad Request"),
  NOT_FOUND(404, "Not Found"),
  METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
  REQUEST_TIMEOUT(408, "Request Timeout"),
  CONTENT_TOO_LARGE(413, "Content Too Large"),
  URI_TOO_LONG(414, "URI Too Long"),
  MISDIRECTED_REQUEST(421, "Misdirected Request"),
  HEADER_TOO_LARGE(431, "Request Header Fields Too Large"),
  SERVER_ERROR(500, "Internal Server Error"),
  UNAVAILABLE(503, "Service Unavailable"),
  VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

  private final int code;
  private final String phrase;

  Status(int code, String phrase) {
    this.code = code;
    this.phrase = phrase;
  }

  /** As in {@code 404 Not Found}. */
  @Override
  public String toString() {
    return code + " " + phrase;
  }
}
