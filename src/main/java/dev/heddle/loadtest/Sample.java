package dev.heddle.loadtest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The figures of one cell in one round.
 *
 * @param rate replies a second
 * @param p50 median latency in microseconds, like the other percentiles
 * @param cpu microseconds of the server's CPU a request; empty where the system does not say, like
 *     what follows
 * @param resident memory of the server in bytes
 * @param threads platform threads of the server
 * @param timeouts how often a client got no connection, or no reply, in time
 * @param warnings what the generator says of its own figures
 */
public record Sample(
    double rate,
    double p50,
    double p90,
    double p99,
    double p999,
    OptionalDouble cpu,
    OptionalDouble resident,
    OptionalDouble threads,
    long timeouts,
    List<String> warnings) {
  /** The generator's word for such an error. */
  static final String TIMEOUT = "timeout";

  /** Out of a round of a report by the schema {@code heddle-load/1}. */
  static Sample of(JsonObject round) {
    JsonObject latency = round.getAsJsonObject("latency");
    List<String> warnings = new ArrayList<>();
    round.getAsJsonArray("warnings").forEach(each -> warnings.add(each.getAsString()));
    return new Sample(
        round.get("rate").getAsDouble(),
        latency.get("p50").getAsDouble(),
        latency.get("p90").getAsDouble(),
        latency.get("p99").getAsDouble(),
        latency.get("p99.9").getAsDouble(),
        number(round, "serverCpuMicrosPerRequest"),
        number(round, "serverResidentBytes"),
        number(round, "serverThreads"),
        (long) number(round.getAsJsonObject("errors"), TIMEOUT).orElse(0),
        List.copyOf(warnings));
  }

  private static OptionalDouble number(JsonObject round, String name) {
    JsonElement value = round.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value.getAsDouble());
  }
}
