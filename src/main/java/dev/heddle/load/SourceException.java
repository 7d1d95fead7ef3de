package dev.heddle.load;

/** The addresses to connect from do not suit the target: one is IPv4 and the other IPv6. */
public final class SourceException extends LoadException {
  private static final long serialVersionUID = 1;

  SourceException(String message) {
    super(ErrorKind.UNREACHABLE, message);
  }
}
