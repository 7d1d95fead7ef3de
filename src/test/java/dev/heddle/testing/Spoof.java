package dev.heddle.testing;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Datagrams with the source of somebody else, by hping3, as root; for tests tagged tools. */
public final class Spoof {
  private static final int SECONDS_TO_END = 30;

  private Spoof() {}

  /** Sends one datagram of {@code text} that claims to come from {@code source}. */
  public static void send(String text, InetSocketAddress source, InetSocketAddress to)
      throws Exception {
    List<String> command =
        List.of(
            "hping3",
            "--udp",
            "--quiet",
            "--count",
            "1",
            "--fast",
            "--spoof",
            source.getAddress().getHostAddress(),
            "--baseport",
            Integer.toString(source.getPort()),
            "--keep",
            "--destport",
            Integer.toString(to.getPort()),
            "--data",
            Integer.toString(text.length()),
            "--sign",
            text,
            to.getAddress().getHostAddress());
    Process hping =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!hping.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      hping.destroyForcibly();
      throw new AssertionError("hping3 does not end");
    }
  }
}
