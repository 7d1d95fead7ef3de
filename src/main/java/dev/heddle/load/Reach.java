package dev.heddle.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Finds the address of a target before anything is asked of it. */
final class Reach {
  private Reach() {}

  /**
   * The address to load: of several, the first that takes a connection. Blocks.
   *
   * @throws LoadException if there is none; a {@link SourceException} if there is none for the
   *     addresses to connect from
   */
  static InetSocketAddress of(LoadPlan plan) throws LoadException {
    Target target = plan.target();
    List<InetAddress> all = suited(lookUp(target), plan);
    // A single one is tried by the load itself, unless that begins with a schedule.
    if (target.kind() == Target.Kind.UDP || (all.size() == 1 && plan.conversation() == 0)) {
      return new InetSocketAddress(all.getFirst(), target.port());
    }
    List<String> reasons = new ArrayList<>();
    for (InetAddress each : all) {
      InetSocketAddress address = new InetSocketAddress(each, target.port());
      try (Socket socket = new Socket()) {
        socket.connect(address, (int) plan.timeout().toMillis());
        return address;
      } catch (IOException e) {
        reasons.add(said(e));
      }
    }
    throw unreachable(target, String.join(", ", reasons));
  }

  /** In the same words on every JDK. */
  static String said(IOException e) {
    return String.valueOf(e.getMessage()).replace(" (connect failed)", "");
  }

  static LoadException unreachable(Target target, String reasons) {
    return new LoadException(
        ErrorKind.UNREACHABLE,
        "cannot reach %s: %s; is a server there?".formatted(target, reasons));
  }

  /** The addresses that can be connected to from every source. */
  private static List<InetAddress> suited(List<InetAddress> all, LoadPlan plan)
      throws SourceException {
    List<InetAddress> suited = new ArrayList<>(all);
    for (InetAddress source : plan.sources()) {
      suited.removeIf(each -> each.getClass() != source.getClass());
      if (suited.isEmpty()) {
        throw new SourceException(
            "--source %s cannot reach %s at %s: name addresses of the target's own kind, IPv4 or IPv6"
                .formatted(
                    source.getHostAddress(), plan.target(), all.getFirst().getHostAddress()));
      }
    }
    return suited;
  }

  private static List<InetAddress> lookUp(Target target) throws LoadException {
    try {
      return List.of(InetAddress.getAllByName(target.host()));
    } catch (UnknownHostException e) {
      throw new LoadException(
          ErrorKind.UNREACHABLE,
          "cannot find the host '%s': no such host, or no name server answers"
              .formatted(target.host()),
          e);
    }
  }
}
