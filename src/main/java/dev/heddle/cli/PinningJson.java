package dev.heddle.cli;

import com.google.gson.stream.JsonWriter;
import dev.heddle.observe.PinnedPlace;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where carriers were pinned, as the live page takes it: one line of JSON. */
final class PinningJson {
  /** More than a person reads. */
  private static final int MOST_PLACES = 20;

  private PinningJson() {}

  static String of(List<PinnedPlace> places, boolean recording, Optional<String> problem) {
    StringWriter text = new StringWriter(1_024);
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      json.name("recording").value(recording);
      json.name("problem").value(problem.orElse(null));
      json.name("hidden").value(Math.max(0, places.size() - MOST_PLACES));
      json.name("places").beginArray();
      for (PinnedPlace place : places.stream().limit(MOST_PLACES).toList()) {
        write(json, place);
      }
      json.endArray();
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text.toString();
  }

  private static void write(JsonWriter json, PinnedPlace place) throws IOException {
    json.beginObject();
    json.name("place").value(place.place());
    json.name("reason").value(place.reason().orElse(null));
    json.name("operation").value(place.operation().orElse(null));
    json.name("count").value(place.count());
    json.name("longest").value(micros(place.longest()));
    json.name("total").value(micros(place.total()));
    json.name("lastSeen").value(place.lastSeen().toEpochMilli());
    json.name("thread").value(place.thread());
    json.name("stack").beginArray();
    for (String frame : place.stack()) {
      json.value(frame);
    }
    json.endArray();
    json.endObject();
  }

  private static double micros(Duration duration) {
    return duration.toNanos() / 1e3;
  }
}
