package dev.heddle.observe;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads the JSON that {@code HotSpotDiagnosticMXBean.dumpThreads} writes, as a stream: 10,000
 * threads are 15 MB of it. Fields that this does not know are passed over; those of another release
 * may be missing. Equal frames and equal stacks are held once.
 */
final class DumpReader {
  private static final Pattern MODULE = Pattern.compile("^(?:[a-z0-9._@+-]*/)+(?=[\\p{L}_$])");
  private static final Pattern IDENTITY = Pattern.compile("@\\p{XDigit}+$");

  /** The last frame of every virtual thread; Java 21 does not tell otherwise. */
  private static final String VIRTUAL = "java.lang.VirtualThread.run(";

  private final JsonReader json;
  private final Map<String, String> frames = new HashMap<>();
  private final Map<List<String>, List<String>> stacks = new HashMap<>();

  DumpReader(Reader text) {
    json = new JsonReader(text);
  }

  /**
   * Reads it to its end.
   *
   * @throws IOException if it can't be read, or is not what it should be
   */
  List<DumpedContainer> read() throws IOException {
    List<DumpedContainer> containers = new ArrayList<>();
    try {
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals("threadDump")) {
          dump(containers);
        } else {
          json.skipValue();
        }
      }
      json.endObject();
    } catch (IllegalStateException | NumberFormatException e) {
      throw new IOException("the JDK writes another form of thread dumps: " + e.getMessage(), e);
    }
    return List.copyOf(containers);
  }

  private void dump(List<DumpedContainer> containers) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("threadContainers")) {
        json.beginArray();
        while (json.hasNext()) {
          containers.add(container());
        }
        json.endArray();
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  private DumpedContainer container() throws IOException {
    String id = "";
    Optional<String> parent = Optional.empty();
    OptionalLong owner = OptionalLong.empty();
    List<DumpedThread> threads = new ArrayList<>();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "container" -> id = json.nextString();
        case "parent" -> parent = text();
        case "owner" -> owner = number();
        case "threads" -> {
          json.beginArray();
          while (json.hasNext()) {
            threads.add(thread());
          }
          json.endArray();
        }
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new DumpedContainer(id, parent, owner, List.copyOf(threads));
  }

  private DumpedThread thread() throws IOException {
    long id = 0;
    String name = "";
    Optional<String> state = Optional.empty();
    Wait wait = Wait.UNKNOWN;
    List<String> stack = List.of();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "tid" -> id = json.nextLong();
        case "name" -> name = json.nextString();
        case "state" -> state = text();
        case "blockedOn", "waitingOn" -> wait = new Wait(type(json.nextString()), wait.heldBy());
        case "parkBlocker" -> wait = parkBlocker();
        case "stack" -> stack = stack();
        default -> json.skipValue();
      }
    }
    json.endObject();
    boolean isVirtual = !stack.isEmpty() && stack.getLast().startsWith(VIRTUAL);
    return new DumpedThread(id, name, isVirtual, state, wait.type(), wait.heldBy(), stack);
  }

  private Wait parkBlocker() throws IOException {
    Optional<String> type = Optional.empty();
    OptionalLong heldBy = OptionalLong.empty();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "object" -> type = type(json.nextString());
        case "owner", "exclusiveOwnerThreadId" -> heldBy = number();
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new Wait(type, heldBy);
  }

  private List<String> stack() throws IOException {
    List<String> stack = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      stack.add(frames.computeIfAbsent(json.nextString(), DumpReader::withoutModule));
    }
    json.endArray();
    return stacks.computeIfAbsent(stack, List::copyOf);
  }

  private static String withoutModule(String frame) {
    return MODULE.matcher(frame).replaceFirst("");
  }

  private static Optional<String> type(String object) {
    return Optional.of(IDENTITY.matcher(object).replaceFirst(""));
  }

  private Optional<String> text() throws IOException {
    if (json.peek() == JsonToken.NULL) {
      json.nextNull();
      return Optional.empty();
    }
    return Optional.of(json.nextString());
  }

  /** A number, which Java 21 and 25 write as a string. */
  private OptionalLong number() throws IOException {
    if (json.peek() == JsonToken.NULL) {
      json.nextNull();
      return OptionalLong.empty();
    }
    return OptionalLong.of(json.nextLong());
  }

  /** What a thread waits for, and the thread that has it. */
  private record Wait(Optional<String> type, OptionalLong heldBy) {
    static final Wait UNKNOWN = new Wait(Optional.empty(), OptionalLong.empty());
  }
}
