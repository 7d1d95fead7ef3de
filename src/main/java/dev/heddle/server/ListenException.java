package dev.heddle.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Locale;

/** The machine does not let the server listen where it was told to; the message is for its user. */
public final class ListenException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why not. */
  public enum Reason {
    /** Something else listens there. */
    TAKEN,
    /** This user may not. */
    FORBIDDEN,
    /** The machine has no such address. */
    NO_SUCH_ADDRESS,
    /** The process has all the open files that it may have. */
    NO_FILES,
    /** Something else; the message has what the system says. */
    OTHER
  }

  private final Reason reason;

  ListenException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * Explains why there is no event loop.
   *
   * @param what what it was to wait for
   * @param without the option with which it takes none
   */
  static ListenException ofLoops(String what, String without, IOException cause) {
    return new ListenException(
        Reason.OTHER,
        "cannot wait for "
            + what
            + ": "
            + cause.getMessage()
            + "; allow more open files (ulimit -n), or choose "
            + without,
        cause);
  }

  /** Explains what a system call for {@code protocol} at {@code at} failed with. */
  static ListenException of(String protocol, InetSocketAddress at, Exception cause) {
    String said = String.valueOf(cause.getMessage());
    Reason reason = reason(cause, said.toLowerCase(Locale.ROOT));
    String option = protocol.equals("http") ? "--http-port" : "--port";
    String free =
        protocol.equals("http") ? "any that is free), or none with --no-http" : "any that is free)";
    String why =
        switch (reason) {
          case TAKEN -> "the port is taken; choose another with " + option + " (0: " + free;
          case FORBIDDEN -> "not permitted to this user; choose a port from 1024 with " + option;
          case NO_SUCH_ADDRESS ->
              "that is not an address of this machine; choose one that is with --bind";
          case NO_FILES -> said + "; allow more open files (ulimit -n)";
          case OTHER -> said + "; choose another address with --bind or port with " + option;
        };
    return new ListenException(
        reason, "cannot listen on " + new Endpoint(protocol, at) + ": " + why, cause);
  }

  /** The JDK tells these apart by the system's words alone. */
  private static Reason reason(Exception cause, String said) {
    if (said.contains("in use")) {
      return Reason.TAKEN;
    }
    if (said.contains("permi")) {
      return Reason.FORBIDDEN;
    }
    if (said.contains("too many open files")) {
      return Reason.NO_FILES;
    }
    boolean noSuch =
        cause instanceof BindException
            || cause instanceof UnsupportedAddressTypeException
            || (cause instanceof UnsupportedOperationException && !said.contains("so_reuseport"));
    return noSuch ? Reason.NO_SUCH_ADDRESS : Reason.OTHER;
  }

  public Reason reason() {
    return reason;
  }
}
