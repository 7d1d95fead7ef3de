package dev.heddle.load;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Makes the dialogues of a load, one for each connection that is to be. Thread-safe. */
final class Dialogues {
  /** Beyond this many connections to a loopback address they come from several. */
  private static final int PER_SOURCE = 10_000;

  private final LoadPlan plan;
  private final InetSocketAddress address;
  private final Errors errors;
  private final HttpDialogue.Twin twin;

  Dialogues(LoadPlan plan, InetSocketAddress address, Errors errors) {
    this.plan = plan;
    this.address = address;
    this.errors = errors;
    this.twin = new HttpDialogue.Twin(plan.sameBody());
  }

  Dialogue make(int connection) throws IOException {
    Link.Route route = route(connection);
    return switch (plan.target().kind()) {
      case TCP -> new LineDialogue(new Link(route), new Names(connection, plan.pipeline()));
      case UDP ->
          new DatagramDialogue(
              route, new Names(connection, plan.pipeline()), plan.pipeline(), errors);
      case HTTP -> new HttpDialogue(new Link(route), plan.target(), plan.pipeline(), twin);
    };
  }

  /** Where that connection goes. */
  Link.Route route(int connection) throws IOException {
    return new Link.Route(address, source(connection), plan.timeout());
  }

  /** An address has some 28,000 ports to connect from. */
  private Optional<InetAddress> source(int connection) throws IOException {
    if (!plan.sources().isEmpty()) {
      return Optional.of(plan.sources().get(connection % plan.sources().size()));
    }
    boolean isLoopback =
        address.getAddress() instanceof Inet4Address own && own.isLoopbackAddress();
    if (!isLoopback || plan.connections() <= PER_SOURCE) {
      return Optional.empty();
    }
    int index = 2 + connection / PER_SOURCE; // from 127.0.0.2 on
    return Optional.of(
        InetAddress.getByAddress(new byte[] {127, 0, (byte) (index >> 8), (byte) index}));
  }
}
