package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.greeting.Framing;
import dev.heddle.tasks.Threading;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ServerConfigTest {
  @Test
  void builder_untouched_holdsTheDocumentedDefaults() {
    ServerConfig config = ServerConfig.builder().build();

    assertEquals(
        new ServerConfig(
            List.of(),
            9999,
            true,
            new Threading.Virtual(),
            Framing.AUTO,
            4096,
            OptionalInt.empty(),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            8192,
            Duration.ofSeconds(10),
            OptionalInt.empty(),
            false,
            OptionalInt.empty()),
        config);
  }

  @Test
  void number_outOfRange_namesOptionValueAndRange() {
    assertRefused("--port -1 is not allowed: it goes from 0 to 65535", b -> b.port(-1));
    assertRefused("--port 65536 is not allowed: it goes from 0 to 65535", b -> b.port(65_536));
    assertRefused("--backlog 0 is not allowed: it starts from 1", b -> b.backlog(0));
    assertRefused("--max-connections 0 is not allowed: it starts from 1", b -> b.maxConnections(0));
    String sizes = " is not allowed: it goes from 1B to 16MiB";
    assertRefused("--max-message 0B" + sizes, b -> b.maxMessage(0));
    assertRefused("--max-message 16777217B" + sizes, b -> b.maxMessage((16 << 20) + 1));
    assertRefused("--max-message 16385KiB" + sizes, b -> b.maxMessage(16_385 << 10));
    assertRefused("--max-message 17MiB" + sizes, b -> b.maxMessage(17 << 20));
    assertRefused("--udp-rate -1 is not allowed: it goes from 0 to 1000000", b -> b.udpRate(-1));
    assertRefused(
        "--udp-rate 1000001 is not allowed: it goes from 0 to 1000000", b -> b.udpRate(1_000_001));
  }

  @Test
  void webPort_thatOfTheGreetings_isRefused() {
    assertRefused(
        "--http-port 9000 is that of the greetings: give the page another, or say --no-http",
        b -> b.port(9000).webPort(9000));
  }

  @Test
  void duration_outOfRange_namesOptionValueAndRange() {
    String range = " is not allowed: it goes from 0 to a year";
    Duration negative = Duration.ofMillis(-1);

    assertRefused("--idle-timeout PT-0.001S" + range, b -> b.idleTimeout(negative));
    assertRefused("--message-timeout PT-0.001S" + range, b -> b.messageTimeout(negative));
    assertRefused("--write-timeout PT-0.001S" + range, b -> b.writeTimeout(negative));
    assertRefused("--drain PT-0.001S" + range, b -> b.drain(negative));
    assertRefused("--idle-timeout PT8784H" + range, b -> b.idleTimeout(Duration.ofDays(366)));
  }

  @Test
  void number_atTheEndsOfItsRange_isTaken() {
    ServerConfig least =
        ServerConfig.builder()
            .port(0)
            .backlog(1)
            .maxConnections(1)
            .maxMessage(1)
            .udpRate(0)
            .idleTimeout(Duration.ZERO)
            .build();
    ServerConfig most =
        ServerConfig.builder()
            .port(65_535)
            .maxMessage(16 << 20)
            .udpRate(1_000_000)
            .idleTimeout(Duration.ofDays(365))
            .build();

    assertEquals(1, least.maxMessage());
    assertEquals(65_535, most.port());
  }

  @Test
  void limit_underAMillisecond_isNotSwitchedOff() {
    ServerConfig config = ServerConfig.builder().idleTimeout(Duration.ofNanos(1)).build();
    SessionContext context =
        SessionContext.of(config, new Sessions(1), ServerEvents.NONE, System::nanoTime);

    assertEquals(1, context.idleMillis());
    assertEquals(10_000, context.writeMillis());
  }

  @Test
  void bind_listChangedLater_staysAsItWas() throws Exception {
    List<InetAddress> bind = new ArrayList<>(List.of(InetAddress.getByName("127.0.0.1")));
    ServerConfig config = ServerConfig.builder().bind(bind).build();

    bind.clear();

    assertEquals(1, config.bind().size());
  }

  private static void assertRefused(String message, UnaryOperator<ServerConfig.Builder> change) {
    ServerConfig.Builder builder = change.apply(ServerConfig.builder());
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
    assertEquals(message, e.getMessage());
  }
}
