package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.fetch.Entries;
import dev.heddle.fetch.Entry;
import dev.heddle.fetch.http.HttpUrl;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of the command line, and then those of a list: one a line, in UTF-8; empty lines and
 * those that begin with {@code #} are skipped.
 *
 * <p>The list is read on a thread of its own, a little ahead: a read of a terminal or a pipe heeds
 * no interrupt, so the one who waits for entries waits for that thread instead.
 */
final class UrlList implements Entries {
  private static final int AHEAD = 1_000;
  private static final int LONGEST_LINE = 4 * HttpUrl.LONGEST;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Iterator<String> arguments;
  private final Optional<InputStream> list;
  private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(AHEAD);
  private boolean begun;
  private boolean ended;
  private long number;

  /** A line, or the end of them: of a failure, if there is one. */
  private record Line(@Nullable String text, long number, Optional<IOException> failure) {}

  private UrlList(List<String> arguments, Optional<InputStream> list) {
    this.arguments = arguments.iterator();
    this.list = list;
  }

  static UrlList of(List<String> arguments) {
    return new UrlList(arguments, Optional.empty());
  }

  static UrlList of(List<String> arguments, InputStream list) {
    return new UrlList(arguments, Optional.of(list));
  }

  @Override
  public Optional<Entry> next() throws InterruptedException, IOException {
    if (arguments.hasNext()) {
      return Optional.of(new Entry(++number, arguments.next(), 0));
    }
    if (list.isEmpty() || ended) {
      return Optional.empty();
    }
    if (!begun) {
      begun = true;
      InputStream in = list.get();
      Thread.ofPlatform().daemon().name("list reader").start(() -> read(in));
    }
    Line line = lines.take();
    if (line.text() == null) {
      ended = true;
      if (line.failure().isPresent()) {
        throw line.failure().get();
      }
      return Optional.empty();
    }
    return Optional.of(new Entry(++number, line.text(), line.number()));
  }

  private void read(InputStream list) {
    try {
      lines.put(new Line(null, 0, readAll(list)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  /** Returns what went wrong, if something did. */
  private Optional<IOException> readAll(InputStream list) throws InterruptedException {
    try (BufferedInputStream in = new BufferedInputStream(list)) {
      long count = 0;
      for (Optional<String> line = readLine(in); line.isPresent(); line = readLine(in)) {
        count++;
        String text = count == 1 ? line.get().replace(BYTE_ORDER_MARK, "") : line.get();
        if (!text.isBlank() && text.charAt(0) != '#') {
          lines.put(new Line(text.strip(), count, Optional.empty()));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /** A line without its end; of one that is far too long, the begin. */
  private static Optional<String> readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() < LONGEST_LINE) {
        line.write(next);
      }
    }
    return Optional.of(line.toString(UTF_8));
  }
}
