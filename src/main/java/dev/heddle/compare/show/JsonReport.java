package dev.heddle.compare.show;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import dev.heddle.compare.Comparison;
import dev.heddle.compare.Row;
import dev.heddle.compare.Rules;
import dev.heddle.compare.Verdict;
import dev.heddle.compare.report.Key;
import dev.heddle.compare.report.Metric;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A comparison for programs: one JSON object, schema {@code heddle-compare/1}, all ASCII. */
public final class JsonReport {
  private final StringWriter text = new StringWriter();
  private final JsonWriter json = new JsonWriter(text);

  private JsonReport() {
    json.setFormattingStyle(FormattingStyle.PRETTY);
    json.setHtmlSafe(false);
  }

  /** The whole of it. */
  public static String of(Comparison comparison) {
    JsonReport report = new JsonReport();
    try {
      report.write(comparison);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ascii(report.text.toString()) + "\n";
  }

  private void write(Comparison comparison) throws IOException {
    json.beginObject();
    json.name("schema").value("heddle-compare/1");
    json.name("base").value(comparison.base());
    json.name("new").value(comparison.fresh());
    json.name("threshold").value(comparison.rules().threshold());
    json.name("confidence").value(Rules.CONFIDENCE);
    json.name("level").value(Rules.LEVEL);
    json.name("counts").beginObject();
    for (Verdict verdict : Verdict.values()) {
      json.name(verdict.text()).value(comparison.count(verdict));
    }
    json.endObject();
    rows("scores", comparison.scores());
    rows("others", comparison.others());
    json.name("geometricMeans").beginArray();
    for (var mean : comparison.means()) {
      json.beginObject();
      json.name("direction").value(mean.direction().name());
      json.name("ratio").value(mean.ratio());
      json.name("count").value(mean.count());
      json.endObject();
    }
    json.endArray();
    json.name("otherConditions").beginArray();
    for (var change : comparison.changes()) {
      json.beginObject();
      json.name("name").value(change.name());
      json.name("base").value(change.base());
      json.name("new").value(change.fresh());
      json.name("benchmarks").value(change.benchmarks());
      json.endObject();
    }
    json.endArray();
    keys("removed", comparison.removed());
    keys("added", comparison.added());
    json.name("notCompared").beginArray();
    for (String name : comparison.unjudged()) {
      json.value(name);
    }
    json.endArray();
    json.endObject();
  }

  private void rows(String name, List<Row> rows) throws IOException {
    json.name(name).beginArray();
    for (Row row : rows) {
      json.beginObject();
      key(row.key());
      if (row.variants().isPresent()) {
        json.name("by").value(row.variants().get().param());
        json.name("baseValue").value(row.variants().get().base());
        json.name("newValue").value(row.variants().get().fresh());
      }
      json.name("metric").value(row.base().name());
      json.name("unit").value(row.base().unit().name());
      json.name("direction").value(row.base().direction().name());
      side("base", row.base());
      side("new", row.fresh());
      number("ratio", row.ratio());
      number("low", row.interval().map(each -> each.low()).orElse(Double.NaN));
      number("high", row.interval().map(each -> each.high()).orElse(Double.NaN));
      number("p", row.p());
      number("adjustedP", row.adjusted());
      json.name("verdict").value(row.verdict().text());
      number("forksThatWouldDo", row.forks().isPresent() ? row.forks().getAsInt() : Double.NaN);
      json.name("note").value(row.note());
      json.endObject();
    }
    json.endArray();
  }

  private void side(String name, Metric metric) throws IOException {
    json.name(name).beginObject();
    number("mean", metric.mean());
    json.name("samples").beginArray();
    for (double sample : metric.samples()) {
      json.value(sample);
    }
    json.endArray();
    json.endObject();
  }

  private void keys(String name, List<Key> keys) throws IOException {
    json.name(name).beginArray();
    for (Key key : keys) {
      json.beginObject();
      key(key);
      json.endObject();
    }
    json.endArray();
  }

  private void key(Key key) throws IOException {
    json.name("benchmark").value(key.benchmark());
    json.name("mode").value(key.mode());
    json.name("threads").value(key.threads());
    json.name("params").beginObject();
    for (Map.Entry<String, String> param : key.params().entrySet()) {
      json.name(param.getKey()).value(param.getValue());
    }
    json.endObject();
  }

  private void number(String name, OptionalDouble number) throws IOException {
    number(name, number.orElse(Double.NaN));
  }

  /** What is not a finite number is null. */
  private void number(String name, double number) throws IOException {
    json.name(name);
    if (Double.isFinite(number)) {
      json.value(number);
    } else {
      json.nullValue();
    }
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
}
