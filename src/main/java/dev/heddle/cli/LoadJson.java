package dev.heddle.cli;

import com.google.gson.stream.JsonWriter;
import dev.heddle.load.LoadPlan;
import dev.heddle.load.LoadReport;
import dev.heddle.load.ServerUse;
import dev.heddle.stats.Latencies;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;

/** A load's report as JSON, by the schema {@code heddle-load/1}. */
final class LoadJson {
  private static final String SCHEMA = "heddle-load/1";

  private LoadJson() {}

  static String of(LoadReport report) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setIndent("  ");
      json.beginObject();
      json.name("schema").value(SCHEMA);
      json.name("target").value(report.plan().target().toString());
      json.name("conditions");
      conditions(json, report.plan());
      json.name("rounds").beginArray();
      if (report.seconds() > 0) { // else it was stopped before it measured
        round(json, report);
      }
      json.endArray();
      json.endObject();
    }
    return text + "\n";
  }

  private static void conditions(JsonWriter json, LoadPlan plan) throws IOException {
    json.beginObject();
    json.name("connections").value(plan.connections());
    json.name("durationSeconds").value(plan.duration().toNanos() / 1e9);
    json.name("warmupSeconds").value(plan.warmup().toNanos() / 1e9);
    json.name("rate");
    if (plan.isOpen()) {
      json.value(plan.rate());
    } else {
      json.nullValue();
    }
    json.name("arrivals");
    if (plan.isOpen()) {
      json.value(plan.arrivals().label());
    } else {
      json.nullValue();
    }
    json.name("pipeline").value(plan.pipeline());
    json.name("conversation");
    if (plan.conversation() > 0) {
      json.value(plan.conversation());
    } else {
      json.nullValue();
    }
    json.name("timeoutSeconds").value(plan.timeout().toNanos() / 1e9);
    json.name("threads").value(plan.threading().toString());
    json.name("java").value(System.getProperty("java.version"));
    json.name("os").value(System.getProperty("os.name") + " " + System.getProperty("os.version"));
    json.name("arch").value(System.getProperty("os.arch"));
    json.name("cores").value(Runtime.getRuntime().availableProcessors());
    json.endObject();
  }

  private static void round(JsonWriter json, LoadReport report) throws IOException {
    json.beginObject();
    json.name("rate").value(report.rate());
    json.name("requests").value(report.latency().count());
    json.name("seconds").value(report.seconds());
    json.name("unsent").value(report.unsent());
    json.name("errors").beginObject();
    for (var error : report.errors().entrySet()) {
      json.name(error.getKey().label()).value(error.getValue().count());
    }
    json.endObject();
    json.name("latency");
    latencies(json, report.latency());
    json.name("service");
    latencies(json, report.service());
    json.name("generatorCpu").value(report.generatorCpu());
    Optional<ServerUse> server = report.server();
    if (server.isPresent()) {
      json.name("serverCpuMicrosPerRequest").value(server.get().cpuMicrosPerRequest());
      json.name("serverContextSwitchesPerRequest").value(server.get().switchesPerRequest());
      json.name("serverResidentBytes").value(server.get().residentBytes());
      json.name("serverThreads").value(server.get().threads());
    }
    json.name("warnings").beginArray();
    for (String warning : report.warnings()) {
      json.value(warning);
    }
    json.endArray();
    json.endObject();
  }

  private static void latencies(JsonWriter json, Latencies all) throws IOException {
    if (all.count() == 0) {
      json.nullValue();
      return;
    }
    json.beginObject();
    for (LoadText.Column column : LoadText.COLUMNS) {
      json.name(column.name()).value(column.nanos(all) / 1e3);
    }
    json.endObject();
  }
}
