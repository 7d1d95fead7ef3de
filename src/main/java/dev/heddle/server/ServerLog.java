package dev.heddle.server;

import dev.heddle.stats.CloseReason;
import dev.heddle.stats.Counted;
import dev.heddle.stats.RefusalReason;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.function.Supplier;
import org.tinylog.Logger;

/**
 * Writes what happens to the log: a few lines of a kind each second, the rest summed up, so that no
 * peer can fill a disk. A peer's bytes appear escaped.
 */
public final class ServerLog implements ServerEvents {
  private static final int LINES_A_SECOND = 10;
  private static final int VERBOSE_LINES_A_SECOND = 100;

  /** How much is written. */
  public enum Level {
    /** Warnings alone. */
    QUIET,
    /** A line for each connection that opens or closes. */
    NORMAL,
    /** What peers send as well. */
    VERBOSE
  }

  private final Level level;
  private final LineBudget opened = new LineBudget(LINES_A_SECOND);
  private final LineBudget closed = new LineBudget(LINES_A_SECOND);
  private final LineBudget received = new LineBudget(VERBOSE_LINES_A_SECOND);
  private final LineBudget warnings = new LineBudget(1);
  private final LineBudget acceptFailures = new LineBudget(1);
  private final LineBudget defects = new LineBudget(LINES_A_SECOND);

  /**
   * Wakes the logger now: it opens files when it is first used, and one that cannot, because
   * connections have taken them all by then, fails for good.
   */
  public ServerLog(Level level) {
    this.level = level;
    var unused = Logger.isErrorEnabled();
  }

  @Override
  public void opened(Socket peer) {
    if (level != Level.QUIET && opened.take()) {
      Logger.info("Accept new connection from {}...", name(peer));
    }
  }

  @Override
  public void closed(Socket peer, CloseReason reason) {
    if (level != Level.QUIET && closed.take()) {
      switch (reason) {
        case EXIT, END -> Logger.info("Connection from {} closed.", name(peer));
        case RESET, IDLE, SLOW_MESSAGE, SLOW_READER, TOO_LONG, DRAIN, FORCED, FAILURE ->
            Logger.info("Connection from {} closed: {}.", name(peer), words(reason));
      }
    }
  }

  @Override
  public boolean wantsBytes() {
    return level == Level.VERBOSE;
  }

  @Override
  public void received(Socket peer, byte[] bytes, int from, int to) {
    if (received.take()) {
      Logger.debug("{} sent {} bytes: {}", name(peer), to - from, PeerText.escape(bytes, from, to));
    }
  }

  @Override
  public void received(Supplier<? extends SocketAddress> peer, int length) {
    if (level == Level.VERBOSE && received.take()) {
      Logger.debug("Received {} bytes from {} by UDP.", length, name(peer.get()));
    }
  }

  @Override
  public void full(int limit) {
    if (warnings.take()) {
      Logger.warn(
          "{} open, no more are taken: others wait until one ends{}",
          Counted.of(limit, "connection"),
          more(warnings));
    }
  }

  @Override
  public void refused(Socket peer, RefusalReason reason, Throwable cause) {
    if (warnings.take()) {
      String why = cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
      Logger.warn("Refused {}: {}{}{}", name(peer), words(reason), why, more(warnings));
    }
  }

  @Override
  public void acceptFailed(Endpoint listener, Exception cause, long pauseMillis) {
    if (acceptFailures.take()) {
      Logger.warn(
          "{} cannot accept: {}; trying again in {} ms{}",
          listener,
          cause.getMessage(),
          pauseMillis,
          more(acceptFailures));
    }
  }

  @Override
  public void datagramFailed(Endpoint listener, Exception cause) {
    if (warnings.take()) {
      Logger.warn(
          "{} could not receive or answer: {}{}", listener, cause.getMessage(), more(warnings));
    }
  }

  @Override
  public void sessionFailed(Socket peer, Throwable cause) {
    if (defects.take()) {
      Logger.error(cause, "The session with {} failed; please report this", name(peer));
    }
  }

  @Override
  public void notice(String line) {
    Logger.warn(line);
  }

  @Override
  public void tick() {
    sumUp(opened, "connections were opened");
    sumUp(closed, "connections were closed");
    sumUp(received, "reads and datagrams came");
    sumUp(defects, "sessions failed");
    warnings.refillKeepingCount();
    acceptFailures.refillKeepingCount();
  }

  /** What was held back before a line that is the only one of its kind in a second. */
  private static String more(LineBudget budget) {
    long heldBack = budget.takeHeldBack();
    return heldBack == 0 ? "" : "; and " + heldBack + " more times since the last line";
  }

  private static void sumUp(LineBudget budget, String what) {
    long heldBack = budget.refill();
    if (heldBack > 0) {
      Logger.info("... and {} more {}.", heldBack, what);
    }
  }

  private static String name(Socket peer) {
    return name(peer.getRemoteSocketAddress());
  }

  private static String name(SocketAddress peer) {
    return peer instanceof InetSocketAddress address && address.getAddress() != null
        ? Endpoint.text(address)
        : String.valueOf(peer);
  }

  private static String words(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
