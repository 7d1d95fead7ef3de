package dev.heddle.loadtest;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A subcommand of Heddle as a process. Used by one thread; closing ends it. */
final class Child implements AutoCloseable {
  /** Tells a process that it is to end when its standard input does. */
  static final String LEASH = "heddle.leash";

  private final Children children;
  private final Process process;
  private final Path log;
  private final String name;

  private Child(Children children, Process process, Path log, String name) {
    this.children = children;
    this.process = process;
    this.log = log;
    this.name = name;
  }

  /**
   * Starts it. What it says on standard error goes to {@code log}.
   *
   * @throws IOException if it can't be started
   */
  static Child start(Children children, Jdk jdk, Path log, List<String> args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.addAll(List.of("--enable-preview", "-D" + LEASH + "=true"));
    command.addAll(List.of("-jar", jdk.jar().toString()));
    command.addAll(args);
    File file = log.toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(file);
    return new Child(children, children.start(builder), log, args.getFirst());
  }

  long pid() {
    return process.pid();
  }

  /**
   * Blocks for the first line of its standard output.
   *
   * @throws ChildException if it ends without one, or takes longer than {@code limit}
   */
  String readLine(Duration limit) throws ChildException {
    CompletableFuture<Process> late = killAfter(limit);
    try {
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      String line = out.readLine();
      if (line != null) {
        return line;
      }
    } catch (IOException e) {
      // it has been killed
    } finally {
      late.cancel(false);
    }
    throw failure(late);
  }

  /**
   * Blocks until it ends, and drops what it writes to standard output.
   *
   * @return its exit code
   * @throws ChildException if it takes longer than {@code limit}
   */
  int await(Duration limit) throws ChildException, InterruptedException {
    CompletableFuture<Process> late = killAfter(limit);
    try {
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      int code = process.waitFor();
      if (!late.isDone()) {
        return code;
      }
    } catch (IOException e) {
      // it has been killed
    } finally {
      late.cancel(false);
    }
    throw failure(late);
  }

  /** The last line of its standard error. */
  Optional<String> lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return lines.stream().filter(line -> !line.isBlank()).reduce((first, second) -> second);
    } catch (IOException e) {
      return Optional.empty(); // nothing that can be read
    }
  }

  @Override
  public void close() {
    children.end(process);
  }

  private CompletableFuture<Process> killAfter(Duration limit) {
    return CompletableFuture.supplyAsync(
        process::destroyForcibly,
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
  }

  private ChildException failure(CompletableFuture<Process> late) {
    boolean wasLate = late.isDone() && !late.isCancelled();
    return new ChildException(
        "heddle "
            + name
            + (wasLate ? " took too long" : " ended by itself")
            + lastWords().map(words -> ": " + words).orElse(""));
  }
}
