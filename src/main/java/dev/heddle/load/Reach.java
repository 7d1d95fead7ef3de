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
   * @throws LoadException if there is none
   */
  static InetSocketAddress of(LoadPlan plan) throws LoadException {
    Target target = plan.target();
    List<InetAddress> all = lookUp(target);
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
