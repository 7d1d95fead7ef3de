package dev.heddle.cli;

import com.google.gson.stream.JsonWriter;
import dev.heddle.observe.ProcessFigures;
import dev.heddle.observe.Sample;
import dev.heddle.observe.ThreadFigures;
import dev.heddle.stats.Latencies;
import dev.heddle.stats.ServerSnapshot;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A sample as the live page takes it: one line of JSON. Times are in microseconds. */
final class LiveJson {
  private static final double NANOS_A_MICRO = 1e3;

  private final JsonWriter json;

  private LiveJson(JsonWriter json) {
    this.json = json;
  }

  /**
   * A sample.
   *
   * @param before the one before it; itself, if it is the first
   * @param handling what the server worked between the two
   */
  static String of(Sample sample, Sample before, Latencies handling, boolean draining) {
    StringWriter text = new StringWriter(1_024);
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      json.name("time").value(sample.time().toEpochMilli());
      json.name("state").value(draining ? "draining" : "ready");
      LiveJson writer = new LiveJson(json);
      writer.server(sample.server());
      writer.rates(sample, before);
      writer.handling(handling);
      writer.process(sample.process());
      writer.threads(sample.threads());
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text.toString();
  }

  private void server(ServerSnapshot server) throws IOException {
    json.name("connections").value(server.connectionsNow());
    json.name("sessionThreads").value(server.connectionsNow());
    json.name("served").value(server.connections());
    json.name("greetings").value(server.greetings());
    json.name("bytesIn").value(server.bytesIn());
    json.name("bytesOut").value(server.bytesOut());
    json.name("acceptFailures").value(server.acceptFailures());
    json.name("datagrams").value(server.datagrams());
    json.name("replies").value(server.datagramReplies());
    reasons("closed", server.closed());
    reasons("refused", server.refused());
    reasons("dropped", server.dropped());
  }

  private <R extends Enum<R>> void reasons(String name, Map<R, Long> counts) throws IOException {
    json.name(name).beginObject();
    for (R reason : counts.keySet().stream().sorted().toList()) {
      json.name(reason.name().toLowerCase(Locale.ROOT)).value(counts.get(reason));
    }
    json.endObject();
  }

  private void rates(Sample sample, Sample before) throws IOException {
    json.name("rates").beginObject();
    json.name("connections").value(sample.connectionsPerSecond());
    json.name("greetings").value(sample.greetingsPerSecond());
    json.name("datagrams").value(sample.datagramsPerSecond());
    double seconds = sample.seconds() > 0 ? sample.seconds() : 1;
    json.name("refused")
        .value((total(sample.server().refused()) - total(before.server().refused())) / seconds);
    json.name("dropped")
        .value((total(sample.server().dropped()) - total(before.server().dropped())) / seconds);
    json.endObject();
  }

  private static long total(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private void handling(Latencies times) throws IOException {
    json.name("handling");
    if (times.count() == 0) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("count").value(times.count());
    json.name("p50").value(times.percentile(50) / NANOS_A_MICRO);
    json.name("p99").value(times.percentile(99) / NANOS_A_MICRO);
    json.name("p999").value(times.percentile(99.9) / NANOS_A_MICRO);
    json.endObject();
  }

  private void process(ProcessFigures process) throws IOException {
    number("cpu", process.cpuCores().stream().boxed().findFirst());
    json.name("heapUsed").value(process.heapUsed());
    json.name("heapCommitted").value(process.heapCommitted());
    number("resident", process.residentBytes().stream().boxed().findFirst());
  }

  private void threads(ThreadFigures threads) throws IOException {
    json.name("platformThreads").value(threads.platform());
    json.name("parallelism").value(threads.parallelism());
    number("carriers", threads.pool().stream().boxed().findFirst());
    number("mounted", threads.mounted().stream().boxed().findFirst());
    number("queued", threads.queued().stream().boxed().findFirst());
  }

  private void number(String name, Optional<? extends Number> value) throws IOException {
    json.name(name).value(value.orElse(null));
  }
}
