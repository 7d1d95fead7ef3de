package dev.heddle.testing;

import dev.heddle.server.ServerConfig;
import dev.heddle.server.ServerEvents;
import dev.heddle.tasks.Threading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.UnaryOperator;

/** The servers under which sockets may behave differently. */
public enum ServerKind {
  VIRTUAL,
  /** The same, with connections that call the system themselves, as they do in a busy server. */
  VIRTUAL_DIRECT,
  /** Virtual threads that the JDK schedules. */
  VIRTUAL_JDK,
  PLATFORM,
  POOL,
  /** Its sockets are a channel's: other code in the JDK. */
  WILDCARD,
  WILDCARD_PLATFORM;

  /** The threads that {@link #POOL} has, and so the connections that it holds. */
  public static final int POOL_SIZE = 4;

  private static final List<InetAddress> ANY =
      List.of(new InetSocketAddress("0.0.0.0", 0).getAddress());

  public RunningServer start(UnaryOperator<ServerConfig.Builder> further, ServerEvents events)
      throws IOException {
    RunningServer server = RunningServer.start(builder -> further.apply(change(builder)), events);
    if (this == VIRTUAL_DIRECT) {
      server.useSocketCalls();
    }
    return server;
  }

  public RunningServer start(UnaryOperator<ServerConfig.Builder> further) throws IOException {
    return start(further, ServerEvents.NONE);
  }

  public RunningServer start() throws IOException {
    return start(builder -> builder);
  }

  private ServerConfig.Builder change(ServerConfig.Builder builder) {
    return switch (this) {
      case VIRTUAL, VIRTUAL_DIRECT -> builder;
      case VIRTUAL_JDK -> builder.threading(new Threading.Virtual(Threading.Scheduler.JDK));
      case PLATFORM -> builder.threading(new Threading.Platform());
      case POOL -> builder.threading(new Threading.Pool(POOL_SIZE));
      case WILDCARD -> builder.bind(ANY).udp(false);
      case WILDCARD_PLATFORM -> builder.bind(ANY).udp(false).threading(new Threading.Platform());
    };
  }
}
