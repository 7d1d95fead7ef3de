package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.fetch.Entries;
import dev.heddle.fetch.Entry;
import dev.heddle.fetch.http.HttpUrl;
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
    try (list) {
      Lines in = new Lines(list);
      long count = 0;
      for (Optional<String> line = in.next(); line.isPresent(); line = in.next()) {
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

  /** Reads lines as they come: what is there is told before more is waited for. */
  private static final class Lines {
    private final InputStream in;
    private final byte[] piece = new byte[8_192];
    private int start;
    private int end;

    Lines(InputStream in) {
      this.in = in;
    }

    /** A line without its end; of one that is far too long, the begin. */
    Optional<String> next() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream(128);
      while (true) {
        if (start == end) {
          start = 0;
          end = Math.max(0, in.read(piece));
          if (end == 0) {
            return line.size() == 0 ? Optional.empty() : Optional.of(line.toString(UTF_8));
          }
        }
        int stop = start;
        while (stop < end && piece[stop] != '\n') {
          stop++;
        }
        line.write(piece, start, Math.min(stop - start, LONGEST_LINE - line.size()));
        boolean isWhole = stop < end;
        start = isWhole ? stop + 1 : end;
        if (isWhole) {
          return Optional.of(line.toString(UTF_8));
        }
      }
    }
  }
}
