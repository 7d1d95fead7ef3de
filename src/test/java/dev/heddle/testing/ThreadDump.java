package dev.heddle.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code jcmd PID Thread.dump_to_file -format=json} of this process, which shows virtual threads
 * by the scope or executor that they belong to.
 */
public final class ThreadDump {
  private static final Pattern CONTAINER =
      Pattern.compile("\"container\": \"([^\"]*)\"(.*?)(?=\"container\": |\\z)", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("\"name\": \"([^\"]*)\"");

  private final String json;

  private ThreadDump(String json) {
    this.json = json;
  }

  public static ThreadDump take() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("heddle-dump");
    Path file = folder.resolve("threads.json");
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(ProcessHandle.current().pid()),
                  "Thread.dump_to_file",
                  "-format=json",
                  file.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
      if (jcmd.waitFor() != 0) {
        throw new AssertionError("jcmd failed: " + said);
      }
      return new ThreadDump(Files.readString(file).replace("\\/", "/"));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /** The names of the threads in every scope or executor of this name; none if there is none. */
  public Set<String> threadsOf(String container) {
    Set<String> names = new HashSet<>();
    Matcher containers = CONTAINER.matcher(json);
    while (containers.find()) {
      String name = containers.group(1);
      if (name.equals(container) || name.startsWith(container + "/")) {
        NAME.matcher(containers.group(2)).results().forEach(match -> names.add(match.group(1)));
      }
    }
    return names;
  }

  /** The names of all threads. */
  public Set<String> threads() {
    Set<String> names = new HashSet<>();
    NAME.matcher(json).results().forEach(match -> names.add(match.group(1)));
    return names;
  }

  @Override
  public String toString() {
    return json;
  }
}
