package dev.heddle.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** The addresses that connections are to come from, as {@code --source} names them. */
final class Sources {
  private Sources() {}

  /**
   * Looks names up, if they are none but addresses.
   *
   * @throws IllegalArgumentException naming the one that is not an address
   */
  static List<InetAddress> parse(List<String> texts) {
    return texts.stream().map(Sources::address).toList();
  }

  /** Why connections cannot come from these: one of them is not this machine's. */
  static Optional<String> objection(List<InetAddress> sources) {
    return sources.stream().distinct().flatMap(source -> objection(source).stream()).findFirst();
  }

  private static Optional<String> objection(InetAddress source) {
    try {
      new DatagramSocket(new InetSocketAddress(source, 0)).close();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "--source %s cannot be connected from (%s): name an address of this machine"
              .formatted(source.getHostAddress(), e.getMessage()));
    }
  }

  private static InetAddress address(String text) {
    try {
      if (text.isBlank()) {
        throw new UnknownHostException("Java takes an empty name for a loopback address");
      }
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("--source '" + text + "' is not an address", e);
    }
  }
}
