package dev.heddle.loadtest;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Measures a cell: a fresh server, a fresh generator, and the end of both. Used by one thread.
 *
 * @param folder for what they leave behind, which is read and removed
 */
record Bench(LoadtestPlan plan, Children children, Path folder) {
  private static final Duration TO_START = Duration.ofSeconds(30);

  /** For a reply, and for a connection: the kernel tries again after 1, 3, 7, 15 and 31 seconds. */
  private static final Duration TIMEOUT = Duration.ofSeconds(35);

  private static final int FAILURE = 1;
  private static final int DONE = 0;

  /**
   * Blocks until it is done, which takes as long as the plan says and somewhat more.
   *
   * @param rate of an open loop
   * @throws IOException if the folder can't be written
   */
  Outcome measure(Cell cell, OptionalDouble rate) throws IOException, InterruptedException {
    Path log = folder.resolve("server.log");
    try (Child server = Child.start(children, cell.series().jdk(), log, serve(cell))) {
      String ready = server.readLine(TO_START);
      return load(cell, rate, ready.substring(ready.lastIndexOf(':') + 1), server.pid());
    } catch (ChildException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private Outcome load(Cell cell, OptionalDouble rate, String port, long server)
      throws IOException, InterruptedException, ChildException {
    Path json = folder.resolve("load.json");
    Path log = folder.resolve("load.log");
    List<String> args = load(cell, rate, "tcp://127.0.0.1:" + port, json);
    if (Files.isDirectory(Path.of("/proc/self"))) {
      args.add("--server-pid=" + server);
    }
    Files.deleteIfExists(json);
    try (Child generator = Child.start(children, cell.series().jdk(), log, args)) {
      Duration usual = plan.warmup().plus(plan.duration());
      int code = generator.await(usual.plus(TIMEOUT.multipliedBy(4)));
      if ((code != DONE && code != FAILURE) || !Files.exists(json)) {
        return new Outcome.Failed(
            "heddle load ended with %d%s"
                .formatted(code, generator.lastWords().map(words -> ": " + words).orElse("")));
      }
      return outcome(cell, json);
    } finally {
      Files.deleteIfExists(json);
      Files.deleteIfExists(log);
    }
  }

  private static Outcome outcome(Cell cell, Path json) throws IOException {
    try {
      return Outcome.of(cell, JsonParser.parseString(Files.readString(json)).getAsJsonObject());
    } catch (JsonParseException | IllegalStateException e) {
      return new Outcome.Failed("heddle load left half a report");
    }
  }

  private static List<String> serve(Cell cell) {
    return List.of(
        "serve",
        "--port=0",
        "--bind=127.0.0.1",
        "--no-udp",
        "--http-port=0",
        "--quiet",
        "--threads=" + cell.series().threading());
  }

  private List<String> load(Cell cell, OptionalDouble rate, String target, Path json) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("load", target, "--connections=" + cell.connections()));
    args.add("--warmup=" + plan.warmup().toMillis() + "ms");
    args.add("--duration=" + plan.duration().toMillis() + "ms");
    args.add("--timeout=" + TIMEOUT.toSeconds() + "s");
    args.add("--json=" + json);
    rate.ifPresent(value -> args.add("--rate=" + value));
    if (cell.loop() == Loop.SHORT) {
      args.add("--conversation=" + plan.conversation());
    }
    return args;
  }
}
