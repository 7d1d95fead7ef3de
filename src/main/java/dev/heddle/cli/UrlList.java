package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.fetch.Entries;
import dev.heddle.fetch.Entry;
import dev.heddle.fetch.http.HttpUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
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
  private static final int PIECES_AHEAD = 16;
  private static final int LONGEST_LINE = 4 * HttpUrl.LONGEST;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Iterator<String> arguments;
  private final Optional<Source> list;

  /**
   * What each piece of the list has brought: to hand over line by line takes longer than to read.
   */
  private final BlockingQueue<List<Line>> read = new ArrayBlockingQueue<>(PIECES_AHEAD);

  private Iterator<Line> lines = Collections.emptyIterator();
  private boolean begun;
  private boolean ended;
  private long number;

  /** Opens a list, which may block as long as nobody writes one. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /** A line, or the end of them: of a failure, if there is one. */
  private record Line(@Nullable String text, long number, Optional<IOException> failure) {}

  private UrlList(List<String> arguments, Optional<Source> list) {
    this.arguments = arguments.iterator();
    this.list = list;
  }

  static UrlList of(List<String> arguments) {
    return new UrlList(arguments, Optional.empty());
  }

  static UrlList of(List<String> arguments, Source list) {
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
      Source source = list.get();
      Thread.ofPlatform().daemon().name("list reader").start(() -> read(source));
    }
    if (!lines.hasNext()) {
      lines = read.take().iterator();
    }
    Line line = lines.next();
    if (line.text() == null) {
      ended = true;
      if (line.failure().isPresent()) {
        throw line.failure().get();
      }
      return Optional.empty();
    }
    return Optional.of(new Entry(++number, line.text(), line.number()));
  }

  private void read(Source list) {
    try {
      Optional<IOException> failure = readAll(list);
      read.put(List.of(new Line(null, 0, failure)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  /** Returns what went wrong, if something did. */
  private Optional<IOException> readAll(Source list) throws InterruptedException {
    try (InputStream stream = list.open()) {
      Lines in = new Lines(stream);
      long count = 0;
      for (List<String> all = in.next(); !all.isEmpty(); all = in.next()) {
        List<Line> wanted = new ArrayList<>(all.size());
        for (String line : all) {
          count++;
          String text = count == 1 ? line.replace(BYTE_ORDER_MARK, "") : line;
          if (!text.isBlank() && text.charAt(0) != '#') {
            wanted.add(new Line(text.strip(), count, Optional.empty()));
          }
        }
        if (!wanted.isEmpty()) {
          read.put(wanted);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /** Reads lines as they come: what is there is told before more is waited for. */
  private static final class Lines {
    private final InputStream in;
    private final byte[] piece = new byte[8_192];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);

    Lines(InputStream in) {
      this.in = in;
    }

    /**
     * The next lines without their ends, of one that is far too long the begin; none at the end.
     */
    List<String> next() throws IOException {
      List<String> lines = new ArrayList<>();
      while (lines.isEmpty()) {
        int count = in.read(piece);
        if (count < 0) {
          return line.size() == 0 ? List.of() : List.of(take());
        }
        int start = 0;
        for (int i = 0; i < count; i++) {
          if (piece[i] == '\n') {
            add(start, i);
            lines.add(take());
            start = i + 1;
          }
        }
        add(start, count);
      }
      return lines;
    }

    private void add(int start, int end) {
      line.write(piece, start, Math.min(end - start, LONGEST_LINE - line.size()));
    }

    private String take() {
      String taken = line.toString(UTF_8);
      line.reset();
      return taken;
    }
  }
}
