package dev.heddle.cli;

import com.google.gson.stream.JsonWriter;
import dev.heddle.fetch.Outcome;
import dev.heddle.fetch.Outcome.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What a fetch tells of its outcomes. Used by one thread. */
sealed interface FetchReport {
  /** Takes an outcome. */
  void add(Outcome outcome);

  /** Writes what was told so far. */
  void flush();

  /** Tells what is to be told at the end. */
  void finish(FetchTotals totals);

  /**
   * A table at the end: a row for each entry, in the order given, while they are few; beyond that
   * the failures alone.
   */
  final class Table implements FetchReport {
    private static final int MOST_ROWS = 1_000;
    private static final Comparator<Outcome> AS_GIVEN =
        Comparator.comparingLong(outcome -> outcome.entry().number());

    private final List<Outcome> all = new ArrayList<>();
    private final List<Outcome> failures = new ArrayList<>();
    private final PrintWriter out;

    Table(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void add(Outcome outcome) {
      if (all.size() <= MOST_ROWS) {
        all.add(outcome);
      }
      if (outcome.result() == Result.FAILED && failures.size() < MOST_ROWS) {
        failures.add(outcome);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void finish(FetchTotals totals) {
      boolean areFew = all.size() <= MOST_ROWS;
      List<Outcome> rows = areFew ? all : failures;
      rows.sort(AS_GIVEN);
      if (!rows.isEmpty()) {
        out.printf(Locale.ROOT, "%-9s %3s %15s %9s  %s%n", "RESULT", "", "BYTES", "TIME", "FILE");
      }
      rows.forEach(this::print);
      if (!areFew && totals.failed() > failures.size()) {
        out.printf(Locale.ROOT, "and %,d more that failed%n", totals.failed() - failures.size());
      }
      out.println(totals);
    }

    private void print(Outcome outcome) {
      out.printf(
          Locale.ROOT,
          "%-9s %3s %,15d %9s  %s%n",
          FetchText.result(outcome),
          outcome.status() == 0 ? "-" : outcome.status(),
          outcome.bytes(),
          FetchText.time(outcome.time()),
          FetchText.where(outcome));
    }
  }

  /** An object a line for each entry, as soon as it has ended. */
  final class Json implements FetchReport {
    private final PrintWriter out;
    private final PrintWriter err;

    Json(PrintWriter out, PrintWriter err) {
      this.out = out;
      this.err = err;
    }

    @Override
    public void add(Outcome outcome) {
      StringWriter text = new StringWriter(256);
      try (JsonWriter json = new JsonWriter(text)) {
        json.setHtmlSafe(false);
        json.beginObject();
        json.name("number").value(outcome.entry().number());
        json.name("url").value(outcome.entry().text());
        json.name("line");
        if (outcome.entry().line() == 0) {
          json.nullValue();
        } else {
          json.value(outcome.entry().line());
        }
        json.name("result").value(FetchText.result(outcome));
        json.name("status").value(outcome.status());
        json.name("bytes").value(outcome.bytes());
        json.name("seconds").value(outcome.time().toNanos() / 1e9);
        json.name("tries").value(outcome.tries());
        json.name("redirectedTo").value(outcome.url().orElse(null));
        json.name("file").value(outcome.file().map(Object::toString).orElse(null));
        json.name("reason").value(outcome.reason().orElse(null));
        json.endObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      out.append(ascii(text.toString())).append(System.lineSeparator());
    }

    /** The same in any locale: what is not ASCII can only stand in strings. */
    private static String ascii(String json) {
      StringBuilder ascii = new StringBuilder(json.length());
      for (int i = 0; i < json.length(); i++) {
        char each = json.charAt(i);
        if (each < 0x7F) {
          ascii.append(each);
        } else {
          ascii.append("\\u").append(HexFormat.of().toHexDigits(each));
        }
      }
      return ascii.toString();
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void finish(FetchTotals totals) {
      out.flush();
      err.println(totals);
    }
  }
}
