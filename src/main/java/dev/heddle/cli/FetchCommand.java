package dev.heddle.cli;

import dev.heddle.fetch.FetchConfig;
import dev.heddle.fetch.FetchConfig.Ends;
import dev.heddle.fetch.files.Destinations;
import dev.heddle.fetch.files.FileReasons;
import dev.heddle.fetch.http.Header;
import dev.heddle.fetch.http.Limit;
import dev.heddle.fetch.http.Proxies;
import dev.heddle.fetch.http.Tls;
import dev.heddle.fetch.http.UrlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code heddle fetch}: fetches many URLs at once. */
@Command(
    name = "fetch",
    description = "Fetches many URLs from many hosts at once, each into a file of its own.",
    sortOptions = false)
final class FetchCommand implements Callable<Integer> {
  private static final String STANDARD = "-";
  private static final int LOOK_UPS = 32;

  @Spec private CommandSpec spec;

  @ParentCommand private Heddle heddle;

  @Parameters(paramLabel = "URL", arity = "0..*", description = "What to fetch: http or https.")
  private List<String> urls = new ArrayList<>();

  @Option(
      names = {"-i", "--input"},
      paramLabel = "FILE",
      description =
          "Fetch what FILE lists too, one URL a line; - reads standard input. Empty lines and those that begin with # are skipped.")
  private @Nullable String input;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "fetched",
      description =
          "Folder for the files; - writes one URL to standard output. Default: ${DEFAULT-VALUE}.")
  private String output;

  @Option(names = "--discard", description = "Fetch and write nothing.")
  private boolean discard;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      defaultValue = "64",
      description = "Transfers at once. Default: ${DEFAULT-VALUE}.")
  private int jobs;

  @Option(
      names = "--per-host",
      paramLabel = "N",
      defaultValue = "6",
      description = "Transfers at once from one host and port. Default: ${DEFAULT-VALUE}.")
  private int perHost;

  @Option(
      names = "--connect-timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description =
          "For a connection to each address of a host, with TLS; 0: any. Default: ${DEFAULT-VALUE}.")
  private Duration connectTimeout;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description =
          "For the header of a response, and between pieces of its body; 0: any. Default: ${DEFAULT-VALUE}.")
  private Duration idleTimeout;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "300s",
      converter = DurationConverter.class,
      description = "For a URL, with redirects and retries; 0: any. Default: ${DEFAULT-VALUE}.")
  private Duration timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Further tries after a connection that is refused or lost, or status 408, 429, 502, 503 or 504. Default: ${DEFAULT-VALUE}.")
  private int retries;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      defaultValue = "100MiB",
      converter = LongSizeConverter.class,
      description = "Largest content of a URL; 0: any. Default: ${DEFAULT-VALUE}.")
  private long maxSize;

  @Option(
      names = "--max-redirects",
      paramLabel = "N",
      defaultValue = "5",
      description = "Redirects that are followed. Default: ${DEFAULT-VALUE}.")
  private int maxRedirects;

  @Option(
      names = "--race",
      description = "The URLs are mirrors: keep the first that succeeds, cancel the others.")
  private boolean race;

  @Option(names = "--fail-fast", description = "Cancel the others when one has failed.")
  private boolean failFast;

  @Option(names = "--no-clobber", description = "Keep files that are there; do not fetch them.")
  private boolean noClobber;

  @Option(
      names = "--continue",
      description = "Keep what has come of a file as NAME.part, and go on from there.")
  private boolean resume;

  @Option(names = "--head", description = "Ask for the headers alone, and save those.")
  private boolean head;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "HEADER",
      converter = HeaderConverter.class,
      description =
          "'Name: value' to send, in place of ours of that name; to another scheme, host or port goes only what tells nothing of you. May be repeated.")
  private List<Header> headers = new ArrayList<>();

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      converter = TlsConverter.class,
      description = "Trust the authorities in this PEM file instead of Java's.")
  private @Nullable Tls tls;

  @Option(
      names = "--threads",
      paramLabel = "KIND",
      defaultValue = "virtual",
      description = "Threads for transfers: virtual or platform. Default: ${DEFAULT-VALUE}.")
  private FetchThreads threads;

  @Option(names = "--json", description = "Print one JSON object a line instead of the table.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    checkCombinations();
    FetchConfig config = config();
    UrlList list = list();
    Fatal.endOnOutOfMemory("lower -j");
    boolean toOutput = output.equals(STANDARD);
    Destinations destinations = destinations();
    if (!toOutput && !discard) {
      try {
        Files.createDirectories(Path.of(output));
      } catch (IOException e) {
        spec.commandLine()
            .getErr()
            .println(
                "heddle fetch: cannot create the folder '%s': %s"
                    .formatted(output, FileReasons.of(e)));
        return ExitCode.ENVIRONMENT.number();
      }
    }
    return new FetchRun(config, list, destinations, report(toOutput), spec.commandLine().getErr())
        .call()
        .number();
  }

  private void checkCombinations() {
    if (urls.isEmpty() && input == null) {
      throw wrong("no URLs: name some, or a list of them with -i");
    }
    if (output.isEmpty()) {
      throw wrong("-o '' names no folder: name one; . is the one you are in");
    }
    if (race && failFast) {
      throw wrong("--race and --fail-fast exclude each other: a race goes on when one has failed");
    }
    if (race && resume) {
      throw wrong("--race and --continue exclude each other: mirrors can't share one part");
    }
    if (resume && head) {
      throw wrong("--continue and --head exclude each other: a header is no part of the content");
    }
    if (resume && headers.stream().anyMatch(each -> each.name().equalsIgnoreCase("Range"))) {
      throw wrong("--continue and -H 'Range: ...' exclude each other: it asks for its own range");
    }
    if (output.equals(STANDARD)) {
      if (urls.size() != 1 || input != null) {
        throw wrong("-o - writes one URL alone to standard output; name a folder for several");
      }
      if (resume || noClobber || json || discard) {
        throw wrong("-o - goes with none of --continue, --no-clobber, --json and --discard");
      }
    }
    if (discard && (resume || noClobber)) {
      throw wrong("--discard writes no files: leave --continue and --no-clobber out");
    }
  }

  private UrlList list() {
    if (input == null) {
      return UrlList.of(urls);
    }
    if (input.equals(STANDARD)) {
      return UrlList.of(urls, () -> heddle.streams().in());
    }
    try {
      Path file = Path.of(input);
      if (Files.isDirectory(file)) {
        throw wrong("-i '" + input + "' is a folder: name a file that lists URLs");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return UrlList.of(urls, () -> Files.newInputStream(file)); // a pipe opens when one writes
      }
      InputStream list = Files.newInputStream(file);
      return UrlList.of(urls, () -> list);
    } catch (IOException e) {
      throw wrong("cannot read the list '%s': %s".formatted(input, FileReasons.of(e)));
    } catch (InvalidPathException e) {
      throw wrong("'" + input + "' is not the name of a file");
    }
  }

  private FetchConfig config() {
    try {
      return new FetchConfig(
          jobs,
          perHost,
          LOOK_UPS,
          Map.of(
              Limit.CONNECT, connectTimeout,
              Limit.HEADER, idleTimeout,
              Limit.IDLE, idleTimeout,
              Limit.TOTAL, timeout),
          retries,
          maxSize,
          maxRedirects,
          headers,
          head,
          race ? Ends.AT_FIRST_SUCCESS : failFast ? Ends.AT_FIRST_FAILURE : Ends.WHEN_ALL_ARE,
          tls == null ? Tls.ofTheJdk() : tls,
          Proxies.of(System.getenv()),
          threads.factory());
    } catch (IllegalArgumentException | UrlException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Destinations destinations() {
    if (discard) {
      return Destinations.nowhere();
    }
    if (output.equals(STANDARD)) {
      WritableByteChannel channel = heddle.streams().channel();
      return Destinations.stream(channel);
    }
    try {
      return Destinations.files(Path.of(output), !noClobber, resume);
    } catch (InvalidPathException e) {
      throw wrong("-o '" + output + "' is not the name of a folder");
    }
  }

  private FetchReport report(boolean toOutput) {
    PrintWriter err = spec.commandLine().getErr();
    return json
        ? new FetchReport.Json(spec.commandLine().getOut(), err)
        : new FetchReport.Table(toOutput ? err : spec.commandLine().getOut());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
