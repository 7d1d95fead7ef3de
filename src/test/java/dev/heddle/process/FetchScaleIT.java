package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Site;
import java.io.BufferedWriter;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long lists, slow hosts and dead name servers. */
@Timeout(180)
final class FetchScaleIT {
  private static final int MANY = 100_000;

  @TempDir Path folder;

  /** Held as a list alone they would be 30 MB; each with a thread of its own, a gigabyte. */
  @Test
  @Tag("once")
  void list_ofAHundredThousand_streamsThrough64MegabytesOfHeap() throws Exception {
    try (Site site = Site.open().with("/", Site.ok("content"))) {
      List<String> command =
          HeddleProcess.command(
              List.of(), List.of("-Xmx64m"), "fetch", "--discard", "--json", "-i", "-");
      Path err = folder.resolve("err");
      Path out = folder.resolve("out");
      Process process =
          new ProcessBuilder(command)
              .redirectError(err.toFile())
              .redirectOutput(out.toFile())
              .start();
      try (BufferedWriter list = process.outputWriter(StandardCharsets.US_ASCII)) {
        for (int i = 0; i < MANY; i++) {
          list.append(site.url("/")).append('\n');
        }
      }

      assertEquals(0, process.waitFor());
      try (var lines = Files.lines(out)) {
        assertEquals(MANY, lines.filter(line -> line.contains("\"fetched\"")).count());
      }
    }
  }

  @Test
  void line_withoutEnd_isNotHeld() throws Exception {
    List<String> command =
        HeddleProcess.command(List.of(), List.of("-Xmx64m"), "fetch", "--discard", "-i", "-");
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(out.toFile())
            .start();
    try (OutputStream list = process.getOutputStream()) {
      byte[] piece = "a".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 200; i++) {
        list.write(piece);
      }
    }
    assertEquals(1, process.waitFor());
    assertTrue(Files.readString(out).contains("a URL of more than 8192 characters"));
  }

  /** One host in ten answers when the test lets it: the others are done by then. */
  @Test
  void slowHosts_holdNobodyElseUp() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Site fast = Site.on(new ServerSocket(0, 200)).with("/", Site.ok("content"));
        Site slow =
            Site.on(new ServerSocket(0, 200))
                .with(
                    "/",
                    out -> {
                      end.await();
                      Site.text(Site.ok("late")).give(out);
                    })) {
      StringBuilder list = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        int host = i % 100 + 1;
        Site site = host % 10 == 0 ? slow : fast;
        list.append("http://127.0.0.%d:%d/%n".formatted(host, site.port()));
      }
      Path file = Files.writeString(folder.resolve("list"), list);
      try (HeddleProcess fetch =
          HeddleProcess.start("fetch", "--discard", "--json", "-j", "20", "-i", file.toString())) {
        for (int i = 0; i < 900; i++) {
          String line = fetch.readLine();
          assertTrue(line.contains("\"fetched\"") && line.contains(":" + fast.port()), line);
        }
        end.countDown();

        assertEquals(100, fetch.readRest().size());
        assertEquals(0, fetch.awaitExit());
      }
    }
  }

  /** The name server is there and says nothing: each look-up would take ten seconds. */
  @Test
  @Tag("tools")
  void deadNameServer_holdsNobodyElseUp() throws Exception {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      list.append("http://h%d.example/%n".formatted(i));
    }
    for (int i = 1; i <= 50; i++) {
      list.append("http://127.0.0.%d:1/%n".formatted(i));
    }
    Path file = Files.writeString(folder.resolve("list"), list);
    Path resolv = Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.99\n");
    String setup =
        "python3 src/test/clients/silent-udp.py 127.0.0.99 53 >/dev/null 2>&1"
            + " && mount --bind %s \"$(readlink -f /etc/resolv.conf)\"".formatted(resolv);
    try (HeddleProcess fetch =
        HeddleProcess.start(
            Namespace.withMounts(setup),
            List.of(),
            "fetch",
            "--discard",
            "--json",
            "--retries",
            "0",
            "--connect-timeout",
            "20s",
            "-i",
            file.toString())) {
      long start = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        String line = fetch.readLine();
        assertTrue(line.contains("Connection refused"), line);
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(millis < 8_000, millis + " ms");

      fetch.terminate();

      assertEquals(300, fetch.readRest().size());
      assertEquals(143, fetch.awaitExit());
    }
  }

  /** A clock that jumps a day ahead ends no transfer: none is timed by it. */
  @Test
  @Tag("tools")
  void clockThatJumps_endsNoTransfer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Path clock = Files.writeString(folder.resolve("clock"), "+0");
    try (Site site =
        Site.open()
            .with(
                "/",
                out -> {
                  asked.countDown();
                  end.await();
                  Site.text(
                          "HTTP/1.1 200 OK\r\nDate: Tue, 24 Nov 2026 08:00:00 GMT\r\n"
                              + "Content-Length: 7\r\n\r\ncontent")
                      .give(out);
                })) {
      List<String> prefix =
          List.of(
              "env",
              "LD_PRELOAD=" + libfaketime(),
              "FAKETIME_TIMESTAMP_FILE=" + clock,
              "FAKETIME_NO_CACHE=1",
              "DONT_FAKE_MONOTONIC=1");
      try (HeddleProcess fetch =
          HeddleProcess.start(
              prefix,
              List.of(),
              "fetch",
              "--timeout",
              "60s",
              "-o",
              folder.toString(),
              site.url("/"))) {
        asked.await();
        Files.writeString(clock, "+1d");
        // Six looks of the watchdog.
        assertFalse(fetch.process().waitFor(300, TimeUnit.MILLISECONDS), fetch.err());
        end.countDown();

        assertEquals(3, fetch.readRest().size(), fetch.err());
        assertEquals(0, fetch.awaitExit(), fetch.err());
      }
    }
  }

  private static String libfaketime() throws Exception {
    try (var all = Files.walk(Path.of("/usr/lib"), 3)) {
      return all.filter(file -> file.endsWith("libfaketimeMT.so.1"))
          .findFirst()
          .orElseThrow()
          .toString();
    }
  }
}
