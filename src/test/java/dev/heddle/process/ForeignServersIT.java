package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import dev.heddle.testing.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others serve is, byte for byte, what curl gets from them. */
@Tag("tools")
@Tag("once")
@Timeout(180)
final class ForeignServersIT {
  private static final int ODD = (1 << 20) + 1;
  private static final Map<String, Integer> SIZES =
      Map.of("empty", 0, "one", 1, "small.txt", 10_240, "odd", ODD, "medium", 16 << 20);
  private static final String LARGE = "large";
  private static final int LARGE_MIB = 256;

  @TempDir static Path all;

  private static TestAuthority authority;
  private static Map<String, WebServer> servers;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    Path site = Files.createDirectory(all.resolve("site"));
    Random random = new Random(1);
    for (Map.Entry<String, Integer> file : SIZES.entrySet()) {
      byte[] content = new byte[file.getValue()];
      random.nextBytes(content);
      Files.write(site.resolve(file.getKey()), content);
    }
    byte[] piece = new byte[1 << 20];
    try (OutputStream large = Files.newOutputStream(site.resolve(LARGE))) {
      for (int i = 0; i < LARGE_MIB; i++) {
        random.nextBytes(piece);
        large.write(piece);
      }
    }
    authority = new TestAuthority(all);
    servers =
        Map.of(
            "nginx",
            WebServer.nginx(site, Files.createDirectory(all.resolve("nginx")), authority),
            "python",
            WebServer.http10(site, List.of()),
            "python with TLS",
            WebServer.http10(
                site, List.of(authority.pem().toString(), authority.keyPem().toString())),
            "jetty",
            WebServer.jetty(site, authority),
            "httpbin",
            WebServer.httpbin());
  }

  @AfterAll
  static void stop() throws Exception {
    for (WebServer server : servers.values()) {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, http",
    "nginx, https",
    "jetty, http",
    "jetty, https",
    "python, http",
    "python with TLS, https"
  })
  void files_ofEverySize_areWhatCurlGets(String server, String scheme) throws Exception {
    List<String> paths =
        Stream.concat(
                SIZES.keySet().stream().sorted(),
                server.equals("nginx") ? Stream.of(LARGE) : Stream.empty())
            .map(name -> "/" + name)
            .toList();

    assertSame(server, scheme, List.of("--max-size", "300MiB"), List.of(), paths);
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, http, chunked", "nginx, https, chunked", "nginx, http, close", "nginx, https, close",
    "nginx, http, gzip", "nginx, https, gzip", "jetty, http, chunked", "jetty, https, chunked"
  })
  void bodies_whoseLengthIsNotSaid_areWhatCurlGets(String server, String scheme, String how)
      throws Exception {
    List<String> paths =
        SIZES.keySet().stream().sorted().map(name -> "/" + how + "/" + name).toList();

    assertSame(server, scheme, List.of(), List.of(), paths);
  }

  @Test
  void answersOfAllManners_areWhatCurlGets() throws Exception {
    List<String> paths =
        List.of(
            "/bytes/1000?seed=1",
            "/stream-bytes/100000?seed=1&chunk_size=77",
            "/stream/20",
            "/gzip",
            "/encoding/utf8",
            "/image/png",
            "/drip?duration=1&numbytes=5",
            "/redirect/3",
            "/absolute-redirect/2",
            "/relative-redirect/2",
            "/redirect-to?url=%2Fbytes%2F9%3Fseed%3D2");
    List<String> header = List.of("-H", "User-Agent: test");
    List<String> oneByOne = List.of("-H", "User-Agent: test", "-j", "1"); // a seed is for all

    assertSame("httpbin", "http", oneByOne, header, paths);
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, https, /odd, bytes=100-199", "nginx, http, /odd, bytes=-5",
    "nginx, http, /large, bytes=268435400-", "jetty, http, /odd, bytes=0-0",
    "jetty, https, /large, bytes=5-99999", "httpbin, http, /range/1024, bytes=7-500"
  })
  void ranges_areWhatCurlGets(String server, String scheme, String path, String range)
      throws Exception {
    List<String> header = List.of("-H", "Range: " + range);

    assertSame(server, scheme, header, header, List.of(path));
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, http, /odd",
    "nginx, https, /large",
    "jetty, http, /odd",
    "jetty, https, /empty",
    "python, http, /odd",
    "python with TLS, https, /large",
    "httpbin, http, /bytes/9"
  })
  void headers_areWhatCurlGets(String server, String scheme, String path) throws Exception {
    String url = url(server, scheme, path);
    Path curls = folder.resolve("curl");

    assertDone(fetch(List.of("--head"), List.of(url)));
    assertDone(curl("-I", "-o", curls.toString(), url));

    assertEquals(withoutDate(curls), withoutDate(file(url)));
  }

  @Test
  void fileThatWasCutShort_isContinued() throws Exception {
    String url = url("nginx", "http", "/slow/odd");
    Path part = Path.of(file(url) + ".part");
    try (HeddleProcess begun =
        HeddleProcess.start("fetch", "--continue", "-o", folder.toString(), url)) {
      Probe.await("a part", () -> Files.exists(part) && Files.size(part) > 0);
      Command.signal(begun.pid(), "INT");
      assertEquals(130, begun.awaitExit(), begun.err());
    }
    long kept = Files.size(part);

    assertDone(fetch(List.of("--continue"), List.of(url)));

    assertTrue(kept > 0 && kept < ODD, kept + " bytes");
    assertEquals(-1, Files.mismatch(all.resolve("site/odd"), file(url)));
  }

  @Test
  void certificateOfAnUnknownAuthority_isRefused() throws Exception {
    String url = url("nginx", "https", "/one");

    Outcome outcome =
        Command.run(
            HeddleProcess.command(List.of(), List.of(), "fetch", "-o", folder.toString(), url));

    assertEquals(1, outcome.code(), outcome::toString);
    assertEquals(List.of(), regularFiles());
  }

  private void assertSame(
      String server, String scheme, List<String> ours, List<String> curls, List<String> paths)
      throws Exception {
    List<String> urls = paths.stream().map(path -> url(server, scheme, path)).toList();
    Path theirs = Files.createDirectory(folder.resolve("curl"));

    assertDone(fetch(ours, urls));

    for (String url : urls) {
      Path file = theirs.resolve("file");
      List<String> args = new ArrayList<>(List.of("-L", "-o", file.toString()));
      if (!curls.toString().contains("Range")) {
        args.addAll(List.of("--compressed", "-H", "Accept-Encoding: gzip"));
      }
      args.addAll(curls);
      args.add(url);
      Files.write(file, new byte[0]); // of nothing curl makes no file
      assertDone(curl(args.toArray(String[]::new)));
      assertEquals(-1, Files.mismatch(file, file(url)), url);
    }
  }

  private Outcome fetch(List<String> options, List<String> urls) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "fetch",
                "-o",
                folder.toString(),
                "--cacert",
                authority.pem().toString(),
                "-i",
                "-"));
    words.addAll(options);
    return Command.run(
        String.join("\n", urls),
        HeddleProcess.command(List.of(), List.of(), words.toArray(String[]::new)));
  }

  private static Outcome curl(String... args) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("curl", "-sS", "--fail", "--cacert", authority.pem().toString()));
    command.addAll(List.of(args));
    return Command.run(command);
  }

  private static void assertDone(Outcome outcome) {
    assertEquals(0, outcome.code(), outcome::toString);
  }

  private static String url(String server, String scheme, String path) {
    WebServer which = Objects.requireNonNull(servers.get(server));
    return (scheme.equals("http") ? which.plain() : which.secure()) + path;
  }

  private Path file(String url) {
    URI uri = URI.create(url);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String wanted = (uri.getRawPath().substring(1) + query).replace('?', '@');
    return folder.resolve("127.0.0.1+" + uri.getPort()).resolve(wanted);
  }

  private List<Path> regularFiles() throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  private static List<String> withoutDate(Path headers) throws IOException {
    try (Stream<String> lines = Files.lines(headers, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> !line.startsWith("Date: ")).toList();
    }
  }
}
