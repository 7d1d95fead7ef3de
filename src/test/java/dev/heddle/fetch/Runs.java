package dev.heddle.fetch;

import dev.heddle.fetch.FetchConfig.Ends;
import dev.heddle.fetch.files.Destinations;
import dev.heddle.fetch.http.Header;
import dev.heddle.fetch.http.Limit;
import dev.heddle.fetch.http.Proxies;
import dev.heddle.fetch.http.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Runs of a test: the command's defaults, but for what the test says. */
final class Runs {
  private final Path folder;
  private final Map<Limit, Duration> limits = new EnumMap<>(Limit.class);
  int atOnce = 64;
  int perHost = 6;
  int retries = 2;
  long maxSize = 100 << 20;
  int maxRedirects = 5;
  boolean headOnly;
  boolean replaces = true;
  boolean resumes;
  Ends ends = Ends.WHEN_ALL_ARE;
  List<Header> headers = List.of();
  Tls tls = Tls.ofTheJdk();
  Proxies proxies = Proxies.none();

  Runs(Path folder) {
    this.folder = folder;
    limits.put(Limit.CONNECT, Duration.ofSeconds(10));
    limits.put(Limit.HEADER, Duration.ofSeconds(30));
    limits.put(Limit.IDLE, Duration.ofSeconds(30));
    limits.put(Limit.TOTAL, Duration.ofMinutes(5));
  }

  Runs limit(Limit limit, Duration time) {
    limits.put(limit, time);
    return this;
  }

  /** A run that has not begun. */
  Fetch run(Queue<Outcome> outcomes, String... urls) {
    Iterator<String> given = List.of(urls).iterator();
    long[] number = {0};
    Entries entries =
        () ->
            given.hasNext()
                ? Optional.of(new Entry(++number[0], given.next(), 0))
                : Optional.empty();
    return new Fetch(
        new FetchConfig(
            atOnce,
            perHost,
            32,
            limits,
            retries,
            maxSize,
            maxRedirects,
            headers,
            headOnly,
            ends,
            tls,
            proxies,
            Thread.ofVirtual().factory()),
        entries,
        Destinations.files(folder, replaces, resumes),
        outcomes::add);
  }

  /** Fetches them and returns what became of each, in order. */
  List<Outcome> fetch(String... urls) throws Exception {
    Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    run(outcomes, urls).run();
    return outcomes.stream()
        .sorted(Comparator.comparingLong(outcome -> outcome.entry().number()))
        .toList();
  }

  /** The names of the files that are there, below the folder. */
  List<String> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> !Files.isDirectory(file))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String content(Outcome outcome) throws IOException {
    return Files.readString(outcome.file().orElseThrow());
  }

  static String reason(Outcome outcome) {
    return outcome.result() + ": " + outcome.reason().orElse("");
  }
}
