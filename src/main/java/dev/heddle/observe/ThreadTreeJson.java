package dev.heddle.observe;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A {@link ThreadTree} as JSON, by the schema {@code heddle-threads/1}. */
final class ThreadTreeJson {
  private static final String SCHEMA = "heddle-threads/1";

  private ThreadTreeJson() {}

  static String of(ThreadTree tree) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setHtmlSafe(true);
      json.beginObject();
      json.name("schema").value(SCHEMA);
      json.name("takenAt").value(tree.takenAt().toString());
      json.name("nextAt").value(tree.nextAt().toString());
      json.name("seconds").value(tree.cost().toNanos() / 1e9);
      json.name("query").value(tree.query());
      json.name("threads").value(tree.threads());
      json.name("virtualThreads").value(tree.virtualThreads());
      json.name("matching").value(tree.matching());
      json.name("hiddenContainers").value(tree.hiddenContainers());
      containers(json, tree.containers());
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text + "\n";
  }

  private static void containers(JsonWriter json, List<ThreadTree.Container> containers)
      throws IOException {
    json.name("containers").beginArray();
    for (ThreadTree.Container container : containers) {
      json.beginObject();
      json.name("id").value(container.id());
      json.name("name").value(container.name());
      json.name("kind").value(container.kind().name().toLowerCase(Locale.ROOT));
      text(json, "owner", container.owner());
      json.name("threads").value(container.threads());
      json.name("matching").value(container.matching());
      json.name("groups").beginArray();
      for (ThreadTree.Group group : container.groups()) {
        group(json, group);
      }
      json.endArray();
      json.name("hiddenGroups").value(container.hiddenGroups());
      json.name("hiddenThreads").value(container.hiddenThreads());
      containers(json, container.children());
      json.endObject();
    }
    json.endArray();
  }

  private static void group(JsonWriter json, ThreadTree.Group group) throws IOException {
    json.beginObject();
    json.name("count").value(group.count());
    texts(json, "names", group.names());
    json.name("virtual").value(group.isVirtual());
    json.name("state").value(group.state());
    text(json, "waitsFor", group.waitsFor());
    json.name("at").value(group.at());
    texts(json, "stack", group.stack());
    json.name("hiddenFrames").value(group.hiddenFrames());
    json.endObject();
  }

  private static void text(JsonWriter json, String name, Optional<String> value)
      throws IOException {
    json.name(name).value(value.orElse(null));
  }

  private static void texts(JsonWriter json, String name, List<String> values) throws IOException {
    json.name(name).beginArray();
    for (String value : values) {
      json.value(value);
    }
    json.endArray();
  }
}
