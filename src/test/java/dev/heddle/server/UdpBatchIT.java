package dev.heddle.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.UdpCrowd;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the JVM has to be told before it calls native code, and what happens where it was not. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class UdpBatchIT {
  private static final String[] SERVE = {
    "serve", "--quiet", "--bind", "127.0.0.1", "--port", "0", "--no-http"
  };

  /** In which the server looks whether many have come. */
  private static final Duration SECONDS = Duration.ofSeconds(3);

  @Test
  void jar_takesSeveralAtATime_withoutAWarning() throws Exception {
    try (HeddleProcess server = HeddleProcess.start(SERVE)) {
      InetSocketAddress address = server.readTcpAddress();

      var unused = UdpCrowd.batch(address, server.pid());

      assertEquals("", server.err());
    }
  }

  @Test
  void classes_withoutTheManifest_takeOneAtATime_withoutAWarning() throws Exception {
    List<String> command =
        HeddleProcess.command(
            List.of(), List.of("-cp", System.getProperty("heddle.jar"), "dev.heddle.Main"), SERVE);
    command.removeAll(List.of("-jar"));
    command.remove(command.lastIndexOf(System.getProperty("heddle.jar")));
    try (HeddleProcess server = HeddleProcess.startCommand(command)) {
      InetSocketAddress address = server.readTcpAddress();

      UdpCrowd.ask(address, SECONDS);

      assertFalse(UdpCrowd.hasSocketTwice(server.pid()));
      assertEquals(List.of(), server.errLines().stream().filter(UdpBatchIT::isOfNative).toList());
    }
  }

  private static boolean isOfNative(String line) {
    return line.contains("WARNING") || line.contains("native");
  }
}
