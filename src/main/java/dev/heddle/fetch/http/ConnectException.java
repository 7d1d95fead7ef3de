package dev.heddle.fetch.http;

import java.io.IOException;
import java.io.Serial;
import java.net.SocketAddress;
import javax.net.ssl.SSLException;

/** A connection that could not be made. The message says to whom, and why. */
public final class ConnectException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private ConnectException(String message, Throwable cause) {
    super(message, cause);
  }

  static ConnectException of(Route route, SocketAddress address, IOException cause) {
    String to = route.proxy().map(proxy -> "the proxy " + proxy).orElse(shown(address));
    return new ConnectException("cannot connect to " + to + ": " + reason(route, cause), cause);
  }

  /**
   * Whether it may be another next time: a certificate will not be trusted then either. That a
   * server left amid the handshake, the JDK tells as a failure of TLS too, with that as its cause.
   */
  public boolean isWorthAnotherTry() {
    Throwable cause = getCause();
    while (cause instanceof SSLException) {
      cause = cause.getCause();
    }
    return cause instanceof IOException && !(cause instanceof ProtocolException);
  }

  private static String reason(Route route, IOException cause) {
    // Some releases of the JDK say in which call it was.
    String said = String.valueOf(cause.getMessage()).replace(" (connect failed)", "");
    if (!(cause instanceof SSLException)) {
      return said;
    }
    if (said.contains("PKIX path") || said.contains("unable to find valid certification path")) {
      return "nobody who is trusted vouches for the certificate of "
          + route.origin().host()
          + "; name an authority that does with --cacert";
    }
    if (said.startsWith("Unsupported or unrecognized SSL message")) {
      return "what answers there does not speak TLS: most likely it is http:// and not https://";
    }
    return "TLS: " + said.replaceAll("[^ -~]", "?");
  }

  private static String shown(SocketAddress address) {
    String text = address.toString();
    return text.substring(text.indexOf('/') + 1);
  }
}
