package dev.heddle.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code java --enable-preview -jar heddle.jar ARGS…} as a process of its own; for *IT alone. */
public final class HeddleProcess implements AutoCloseable {
  private static final int SECONDS_TO_END = 30;

  private final Process process;
  private final Path err;
  private final BufferedReader out;

  private HeddleProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts with this JVM's own java; {@code prefix} goes before it, as in {@code prlimit -n80}. */
  public static HeddleProcess start(List<String> prefix, List<String> jvm, String... args)
      throws IOException {
    return startCommand(command(prefix, jvm, args));
  }

  /** Starts what becomes Heddle by {@code exec}, such as its script. */
  public static HeddleProcess startCommand(List<String> command) throws IOException {
    Path err = Files.createTempFile("heddle", ".err");
    return new HeddleProcess(new ProcessBuilder(command).redirectError(err.toFile()).start(), err);
  }

  /** The words that {@link #start} starts. */
  public static List<String> command(List<String> prefix, List<String> jvm, String... args) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-preview");
    command.addAll(jvm);
    command.addAll(List.of("-jar", System.getProperty("heddle.jar")));
    command.addAll(List.of(args));
    return command;
  }

  public static HeddleProcess start(String... args) throws IOException {
    return start(List.of(), List.of(), args);
  }

  /** The next line of standard output; an end of it is a failure that shows standard error. */
  public String readLine() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("no more output; standard error: " + err());
    }
    return line;
  }

  /** The lines of standard output that have not been read, until the process ends it. */
  public List<String> readRest() {
    return out.lines().toList();
  }

  /** The next so many lines of standard output. */
  public List<String> readLines(int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(readLine());
    }
    return lines;
  }

  /** Reads up to the first ready line of a page. */
  public String readHttpLine() throws IOException {
    String line = readLine();
    while (!line.startsWith("http ")) {
      line = readLine();
    }
    return line;
  }

  /** Reads the first ready line, of a server that listens on TCP, and returns its address. */
  public InetSocketAddress readTcpAddress() throws IOException {
    return tcpAddress(readLine());
  }

  /** The address of a ready line, {@code tcp 127.0.0.1:9999}. */
  public static InetSocketAddress tcpAddress(String line) {
    int colon = line.lastIndexOf(':');
    String host = line.substring("tcp ".length(), colon).replace("[", "").replace("]", "");
    return new InetSocketAddress(host, Integer.parseInt(line.substring(colon + 1)));
  }

  public String err() throws IOException {
    return Files.readString(err);
  }

  /** The lines of standard error so far. */
  public List<String> errLines() throws IOException {
    return err().lines().toList();
  }

  public Process process() {
    return process;
  }

  public long pid() {
    return process.pid();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.toHandle().destroy(); // the process' own would close its streams as well
  }

  public int awaitExit() throws Exception {
    if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      throw new AssertionError("still runs; standard error: " + err());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    var unused = process.destroyForcibly().onExit().join();
    Files.delete(err);
  }
}
